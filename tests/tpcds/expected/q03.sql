SELECT dt.d_year, i_brand_id, i_brand, sum(ss_ext_sales_price) AS sum_agg
FROM tpcds.date_dim dt, tpcds.store_sales, tpcds.item
WHERE dt.d_date_sk = ss_sold_date_sk AND ss_item_sk = i_item_sk AND i_manufact_id = 12 AND dt.d_moy = 11
GROUP BY dt.d_year, i_brand, i_brand_id
ORDER BY dt.d_year, sum_agg DESC, i_brand_id
LIMIT 100
