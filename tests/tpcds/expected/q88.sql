WITH sold AS (
  SELECT t_hour, t_minute
  FROM tpcds.store_sales, tpcds.household_demographics, tpcds.time_dim, tpcds.store
  WHERE ss_sold_time_sk = t_time_sk AND ss_hdemo_sk = hd_demo_sk AND ss_store_sk = s_store_sk AND s_store_name = 'ese'
    AND ((hd_dep_count = 4 AND hd_vehicle_count <= 6) OR (hd_dep_count = 2 AND hd_vehicle_count <= 4)
      OR (hd_dep_count = 0 AND hd_vehicle_count <= 2))
)
SELECT
  (SELECT count(*) FROM sold WHERE t_hour = 8 AND t_minute >= 30), (SELECT count(*) FROM sold WHERE t_hour = 9 AND t_minute < 30),
  (SELECT count(*) FROM sold WHERE t_hour = 9 AND t_minute >= 30), (SELECT count(*) FROM sold WHERE t_hour = 10 AND t_minute < 30)
