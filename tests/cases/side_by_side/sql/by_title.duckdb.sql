WITH selected_film AS (
  SELECT
    film.title,
    film.film_id
  FROM studio.film
), legs AS (
  SELECT
    selected_film.title,
    CAST(NULL AS BIGINT) AS episodes_count,
    CAST(NULL AS BIGINT) AS episodes_minutes_total,
    CAST(NULL AS DECIMAL(38, 2)) AS invoices_spend
  FROM selected_film
  GROUP BY
    selected_film.title
  UNION ALL
  SELECT
    selected_film.title,
    COUNT(*) AS episodes_count,
    SUM(episode.minutes) AS episodes_minutes_total,
    CAST(NULL AS DECIMAL(38, 2)) AS invoices_spend
  FROM selected_film
  JOIN studio.episode
    ON selected_film.film_id = episode.film_id
  GROUP BY
    selected_film.title
  UNION ALL
  SELECT
    selected_film.title,
    CAST(NULL AS BIGINT) AS episodes_count,
    CAST(NULL AS BIGINT) AS episodes_minutes_total,
    SUM(invoice.amount) AS invoices_spend
  FROM selected_film
  JOIN studio.invoice
    ON selected_film.film_id = invoice.film_id
  GROUP BY
    selected_film.title
)
SELECT
  legs.title,
  COALESCE(MAX(legs.episodes_count), 0) AS episodes_count,
  MAX(legs.episodes_minutes_total) AS episodes_minutes_total,
  MAX(legs.invoices_spend) AS invoices_spend
FROM legs
GROUP BY
  legs.title
ORDER BY
  episodes_count DESC,
  title
