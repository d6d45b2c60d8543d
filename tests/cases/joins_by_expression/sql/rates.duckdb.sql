WITH invoices AS (
  SELECT
    rate.currency,
    rate.valid_from,
    COUNT(*) AS count,
    SUM(invoice.amount) AS amount
  FROM shop.rate
  JOIN shop.invoice
    ON rate.currency = invoice.currency
    AND invoice.day >= rate.valid_from
    AND invoice.day <= COALESCE(rate.valid_to, CAST('9999-12-31' AS DATE))
  GROUP BY
    rate.currency,
    rate.valid_from
)
SELECT
  rate.currency,
  rate.valid_from,
  COALESCE(invoices.count, 0) AS invoices_count,
  invoices.amount
FROM shop.rate
LEFT JOIN invoices
  ON rate.currency = invoices.currency AND rate.valid_from = invoices.valid_from
ORDER BY
  currency,
  valid_from
