WITH selected_film AS (
  SELECT
    film.film_id
  FROM studio.film
), film_totals AS (
  SELECT
    COUNT(*) AS count
  FROM selected_film
), episodes AS (
  SELECT
    SUM(episode.minutes) AS episodes_minutes_total
  FROM selected_film
  JOIN studio.episode
    ON selected_film.film_id = episode.film_id
), invoices AS (
  SELECT
    SUM(invoice.amount) AS invoices_spend
  FROM selected_film
  JOIN studio.invoice
    ON selected_film.film_id = invoice.film_id
)
SELECT
  film_totals.count,
  episodes.episodes_minutes_total,
  invoices.invoices_spend
FROM film_totals
CROSS JOIN episodes
CROSS JOIN invoices
