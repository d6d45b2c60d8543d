WITH legs AS (
  SELECT
    vendor.region,
    CAST(DATE_TRUNC('month', invoice.issued) AS DATE) AS month,
    SUM(invoice.amount) AS spend,
    CAST(NULL AS DECIMAL(38, 2)) AS income,
    CAST(NULL AS BIGINT) AS payments
  FROM shop.invoice
  LEFT JOIN shop.vendor
    ON invoice.vendor_id = vendor.vendor_id
  GROUP BY
    1,
    2
  UNION ALL
  SELECT
    receipt.region,
    CAST(DATE_TRUNC('month', receipt.paid) AS DATE) AS month,
    CAST(NULL AS DECIMAL(38, 2)) AS spend,
    SUM(receipt.amount) AS income,
    COUNT(*) AS payments
  FROM shop.receipt
  GROUP BY
    1,
    2
)
SELECT
  legs.region,
  legs.month,
  MAX(legs.spend) AS spend,
  MAX(legs.income) AS income,
  COALESCE(MAX(legs.payments), 0) AS payments,
  COALESCE(MAX(legs.income), 0) - COALESCE(MAX(legs.spend), 0) AS net
FROM legs
GROUP BY
  legs.region,
  legs.month
ORDER BY
  region,
  month
