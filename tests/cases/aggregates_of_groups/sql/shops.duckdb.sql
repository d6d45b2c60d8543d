SELECT
  sale.shop,
  CAST(DATE_TRUNC('month', sale.day) AS DATE) AS month,
  COUNT(*) AS count,
  SUM(sale.amount) AS amount,
  AVG(sale.amount) AS average,
  STRING_AGG(DISTINCT sale.buyer, ', ' ORDER BY sale.buyer) AS buyers,
  SUM(sale.amount) / NULLIF(COUNT(*), 0) AS per_sale,
  sale.shop || ':' || CAST(COUNT(*) AS TEXT) AS tag
FROM shop.sale
WHERE
  sale.day < CAST('2024-03-01' AS DATE)
GROUP BY
  1,
  2
HAVING
  SUM(sale.amount) / NULLIF(COUNT(*), 0) IS NOT NULL
ORDER BY
  amount DESC,
  shop,
  month
