SELECT dt.d_year, i_category_id, i_category, sum(ss_ext_sales_price) AS total
FROM tpcds.date_dim dt, tpcds.store_sales, tpcds.item
WHERE dt.d_date_sk = ss_sold_date_sk AND ss_item_sk = i_item_sk AND i_manager_id = 1 AND dt.d_moy = 11 AND dt.d_year = 2000
GROUP BY dt.d_year, i_category_id, i_category
ORDER BY total DESC, dt.d_year, i_category_id, i_category
LIMIT 100
