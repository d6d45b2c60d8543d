WITH cheaper AS (
  SELECT
    invoice.invoice_id,
    COUNT(*) AS count,
    SUM(invoice_2.amount) AS sum
  FROM shop.invoice
  JOIN shop.invoice AS invoice_2
    ON invoice.currency = invoice_2.currency AND invoice.amount > invoice_2.amount
  GROUP BY
    invoice.invoice_id
)
SELECT
  invoice.invoice_id,
  rate.per_usd AS rate_per_usd,
  invoice.amount * rate.per_usd AS in_usd,
  COALESCE(cheaper.count, 0) AS cheaper_count,
  cheaper.sum AS cheaper_sum
FROM shop.invoice
LEFT JOIN shop.rate
  ON invoice.currency = rate.currency
  AND invoice.day >= rate.valid_from
  AND invoice.day <= COALESCE(rate.valid_to, CAST('9999-12-31' AS DATE))
LEFT JOIN cheaper
  ON invoice.invoice_id = cheaper.invoice_id
ORDER BY
  invoice_id
