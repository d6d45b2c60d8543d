WITH invoice_totals AS (
  SELECT
    SUM(invoice.amount) AS spend,
    COUNT(*) AS invoices
  FROM shop.invoice
), receipt_totals AS (
  SELECT
    SUM(receipt.amount) AS income
  FROM shop.receipt
  WHERE
    receipt.region = 'nowhere'
)
SELECT
  invoice_totals.spend,
  invoice_totals.invoices,
  receipt_totals.income,
  receipt_totals.income - invoice_totals.spend AS net
FROM invoice_totals
CROSS JOIN receipt_totals
