SELECT i_item_id, avg(cs_quantity), avg(cs_list_price), avg(cs_coupon_amt), avg(cs_sales_price)
FROM tpcds.catalog_sales, tpcds.customer_demographics, tpcds.date_dim, tpcds.item, tpcds.promotion
WHERE cs_sold_date_sk = d_date_sk AND cs_item_sk = i_item_sk AND cs_bill_cdemo_sk = cd_demo_sk AND cs_promo_sk = p_promo_sk
  AND cd_gender = 'F' AND cd_marital_status = 'W' AND cd_education_status = 'Primary'
  AND (p_channel_email = 'N' OR p_channel_event = 'N') AND d_year = 1998
GROUP BY i_item_id
ORDER BY i_item_id
LIMIT 100
