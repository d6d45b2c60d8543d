WITH lines AS (
  SELECT
    line.sale_id,
    SUM(product.price) AS of_each_line
  FROM shop.line
  LEFT JOIN shop.product
    ON line.product_id = product.product_id
  GROUP BY
    line.sale_id
), lines_product_once AS (
  SELECT DISTINCT
    line.sale_id,
    product.product_id AS key_product_id,
    product.price,
    product.name
  FROM shop.line
  JOIN shop.product
    ON line.product_id = product.product_id
), lines_product AS (
  SELECT
    lines_product_once.sale_id,
    SUM(lines_product_once.price) AS of_each_product,
    MAX(lines_product_once.price) AS highest,
    STRING_AGG(lines_product_once.name, ', ' ORDER BY lines_product_once.name, lines_product_once.key_product_id) AS names
  FROM lines_product_once
  GROUP BY
    lines_product_once.sale_id
)
SELECT
  lines.of_each_line,
  lines_product.of_each_product,
  lines_product.highest,
  lines_product.names,
  sale.sale_id
FROM shop.sale
LEFT JOIN lines
  ON sale.sale_id = lines.sale_id
LEFT JOIN lines_product
  ON sale.sale_id = lines_product.sale_id
ORDER BY
  sale_id
