WITH legs AS (
  SELECT
    vendor.region,
    SUM(invoice.amount) AS spend,
    CAST(NULL AS DECIMAL(38, 2)) AS income
  FROM shop.invoice
  LEFT JOIN shop.vendor
    ON invoice.vendor_id = vendor.vendor_id
  WHERE
    invoice.amount > 1
  GROUP BY
    vendor.region
  UNION ALL
  SELECT
    receipt.region,
    CAST(NULL AS DECIMAL(38, 2)) AS spend,
    SUM(receipt.amount) AS income
  FROM shop.receipt
  GROUP BY
    receipt.region
)
SELECT
  legs.region,
  MAX(legs.spend) AS spend,
  MAX(legs.income) AS income
FROM legs
GROUP BY
  legs.region
HAVING
  legs.region IS DISTINCT FROM 'LATAM' AND (
    MAX(legs.spend) IS NULL OR MAX(legs.income) > 100
  )
ORDER BY
  income DESC,
  region
LIMIT 1
