-- Tables of TPC-DS's shape, small, and the same on every machine. `h` gives a whole number from 0 to below n that looks
-- like chance; about one foreign key in twenty-five is null, as in TPC-DS.
CREATE MACRO h(seed, i, n) AS CAST(hash(seed || ':' || i) % n AS BIGINT);
CREATE MACRO chosen(seed, i, names) AS names[h(seed, i, len(names)) + 1];
CREATE MACRO fk(seed, i, n) AS CASE WHEN h(seed || '?', i, 25) > 0 THEN h(seed, i, n) + 1 END;
CREATE SCHEMA tpcds;

CREATE TABLE tpcds.date_dim AS
SELECT
  2450000 + i AS d_date_sk, d AS d_date, CAST(year(d) AS BIGINT) AS d_year, CAST(month(d) AS BIGINT) AS d_moy,
  CAST(quarter(d) AS BIGINT) AS d_qoy, (year(d) - 1998) * 12 + month(d) AS d_month_seq, CAST(day(d) AS BIGINT) AS d_dom,
  dayname(d) AS d_day_name
FROM (SELECT i, CAST(DATE '1998-01-01' + to_days(CAST(i AS INT)) AS DATE) AS d FROM range(1826) AS r(i)) AS days;

CREATE TABLE tpcds.time_dim AS
SELECT i AS t_time_sk, i // 60 AS t_hour, i % 60 AS t_minute FROM range(1440) AS r(i);

CREATE TABLE tpcds.item AS
SELECT
  i AS i_item_sk, 'AAAA' || lpad(CAST(i AS VARCHAR), 6, '0') AS i_item_id, 'item ' || i AS i_item_desc,
  1000 + h('brand', i, 40) AS i_brand_id, 'brand #' || h('brand', i, 40) AS i_brand,
  h('category', i, 10) AS i_category_id,
  CASE WHEN h('category?', i, 40) > 0 THEN chosen('category', i, ['Books', 'Children', 'Electronics', 'Home', 'Jewelry', 'Men', 'Music', 'Shoes', 'Sports', 'Women']) END AS i_category,
  h('manufact', i, 30) AS i_manufact_id, 'maker ' || h('manufact', i, 30) AS i_manufact, h('manager', i, 40) AS i_manager_id,
  CAST(h('price', i, 10000) / 100.0 AS DECIMAL(7, 2)) AS i_current_price
FROM range(1, 601) AS r(i);

CREATE TABLE tpcds.store AS
SELECT i AS s_store_sk, 'S' || i AS s_store_id, chosen('name', i, ['ought', 'able', 'ese', 'anti', 'cally']) AS s_store_name,
  chosen('state', i, ['TN', 'TN', 'CA', 'GA']) AS s_state, chosen('county', i, ['Williamson County', 'Ziebach County']) AS s_county,
  chosen('zip', i, ['35709', '31904', '38059']) AS s_zip, -5 - h('gmt', i, 2) AS s_gmt_offset
FROM range(1, 13) AS r(i);

CREATE TABLE tpcds.customer_address AS
SELECT i AS ca_address_sk, chosen('state', i, ['CA', 'WA', 'GA', 'TX', 'OH', 'TN', 'IL']) AS ca_state,
  chosen('zip', i, ['85669', '86197', '35709', '31904', '38059', '60601', '10001']) AS ca_zip, 'United States' AS ca_country
FROM range(1, 1501) AS r(i);

CREATE TABLE tpcds.customer_demographics AS
SELECT i AS cd_demo_sk, chosen('gender', i, ['M', 'F']) AS cd_gender, chosen('marital', i, ['S', 'M', 'D', 'W', 'U']) AS cd_marital_status,
  chosen('education', i, ['College', 'Primary', '4 yr Degree', '2 yr Degree', 'Secondary']) AS cd_education_status
FROM range(1, 201) AS r(i);

CREATE TABLE tpcds.household_demographics AS
SELECT i AS hd_demo_sk, h('dep', i, 10) AS hd_dep_count, h('vehicle', i, 6) - 1 AS hd_vehicle_count,
  chosen('buy', i, ['>10000', '0-500', 'Unknown', '1001-5000']) AS hd_buy_potential
FROM range(1, 145) AS r(i);

CREATE TABLE tpcds.promotion AS
SELECT i AS p_promo_sk, chosen('email', i, ['Y', 'N', 'N']) AS p_channel_email, chosen('event', i, ['N', 'Y']) AS p_channel_event
FROM range(1, 31) AS r(i);

CREATE TABLE tpcds.customer AS
SELECT i AS c_customer_sk, 'C' || lpad(CAST(i AS VARCHAR), 8, '0') AS c_customer_id, fk('address', i, 1500) AS c_current_addr_sk,
  chosen('salutation', i, ['Mr.', 'Ms.', 'Dr.', NULL]) AS c_salutation, 'First' || h('first', i, 60) AS c_first_name,
  'Last' || h('last', i, 300) AS c_last_name, chosen('preferred', i, ['Y', 'N']) AS c_preferred_cust_flag
FROM range(1, 3001) AS r(i);

CREATE TABLE tpcds.store_sales AS
SELECT
  2450000 + h('day', ticket, 1826) AS ss_sold_date_sk, fk('time', ticket, 1440) - 1 AS ss_sold_time_sk, item AS ss_item_sk,
  fk('customer', ticket, 3000) AS ss_customer_sk, fk('cdemo', ticket, 200) AS ss_cdemo_sk, fk('hdemo', ticket, 144) AS ss_hdemo_sk,
  fk('saddr', ticket, 1500) AS ss_addr_sk, fk('store', ticket, 12) AS ss_store_sk, fk('promo', line, 30) AS ss_promo_sk,
  ticket AS ss_ticket_number, h('quantity', line, 100) + 1 AS ss_quantity,
  CAST(h('list', line, 20000) / 100.0 AS DECIMAL(7, 2)) AS ss_list_price,
  CAST(h('sales', line, 20000) / 100.0 AS DECIMAL(7, 2)) AS ss_sales_price,
  CAST(h('ext', line, 1000000) / 100.0 AS DECIMAL(7, 2)) AS ss_ext_sales_price,
  CASE WHEN h('coupon?', line, 3) = 0 THEN CAST(h('coupon', line, 5000) / 100.0 AS DECIMAL(7, 2)) END AS ss_coupon_amt,
  CAST((h('profit', line, 1000000) - 500000) / 100.0 AS DECIMAL(7, 2)) AS ss_net_profit
FROM (
  SELECT DISTINCT ON (ticket, item) ticket, item, ticket || '/' || item AS line
  FROM (SELECT i // 8 + 1 AS ticket, h('item', i, 600) + 1 AS item FROM range(120000) AS r(i)) AS drawn
  WHERE h('kept', ticket || '-' || item, 10) < 1 + ticket % 8
) AS lines;

CREATE TABLE tpcds.catalog_sales AS
SELECT
  2450000 + h('cday', i, 1826) AS cs_sold_date_sk, i AS cs_order_number, h('citem', i, 600) + 1 AS cs_item_sk,
  fk('ccustomer', i, 3000) AS cs_bill_customer_sk, fk('ccdemo', i, 200) AS cs_bill_cdemo_sk, fk('cpromo', i, 30) AS cs_promo_sk,
  h('cquantity', i, 100) + 1 AS cs_quantity, CAST(h('clist', i, 30000) / 100.0 AS DECIMAL(7, 2)) AS cs_list_price,
  CAST(h('csales', i, 60000) / 100.0 AS DECIMAL(7, 2)) AS cs_sales_price,
  CASE WHEN h('ccoupon?', i, 3) = 0 THEN CAST(h('ccoupon', i, 5000) / 100.0 AS DECIMAL(7, 2)) END AS cs_coupon_amt
FROM range(1, 40001) AS r(i);

CREATE TABLE tpcds.store_returns AS
SELECT
  2450000 + h('rday', i, 1826) AS sr_returned_date_sk, i AS sr_ticket_number, h('ritem', i, 600) + 1 AS sr_item_sk,
  fk('rcustomer', i, 300) AS sr_customer_sk, fk('rstore', i, 12) AS sr_store_sk,
  CAST(h('ramount', i, 50000) / 100.0 AS DECIMAL(7, 2)) AS sr_return_amt
FROM range(1, 20001) AS r(i);
