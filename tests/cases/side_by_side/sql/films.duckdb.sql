WITH episodes AS (
  SELECT
    episode.film_id,
    COUNT(*) AS count,
    SUM(episode.minutes) AS minutes_total
  FROM studio.episode
  GROUP BY
    episode.film_id
), invoices AS (
  SELECT
    invoice.film_id,
    COUNT(*) AS count,
    SUM(invoice.amount) AS spend
  FROM studio.invoice
  GROUP BY
    invoice.film_id
)
SELECT
  film.title,
  COALESCE(episodes.count, 0) AS episodes_count,
  episodes.minutes_total AS episodes_minutes_total,
  COALESCE(invoices.count, 0) AS invoices_count,
  invoices.spend AS invoices_spend,
  film.film_id
FROM studio.film
LEFT JOIN episodes
  ON film.film_id = episodes.film_id
LEFT JOIN invoices
  ON film.film_id = invoices.film_id
ORDER BY
  film_id
