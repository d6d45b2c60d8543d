WITH episodes AS (
  SELECT
    episode.film_id,
    COUNT(*) AS count,
    SUM(episode.minutes) AS sum_minutes
  FROM studio.episode
  GROUP BY
    episode.film_id
), invoices AS (
  SELECT
    invoice.film_id,
    COUNT(*) AS count,
    SUM(invoice.amount) AS sum_amount
  FROM studio.invoice
  GROUP BY
    invoice.film_id
)
SELECT
  film.title,
  COALESCE(episodes.count, 0) AS episodes_count,
  episodes.sum_minutes AS episodes_minutes_total,
  COALESCE(invoices.count, 0) AS invoices_count,
  invoices.sum_amount AS invoices_spend,
  film.film_id
FROM studio.film
LEFT JOIN episodes
  ON film.film_id = episodes.film_id
LEFT JOIN invoices
  ON film.film_id = invoices.film_id
ORDER BY
  film_id
