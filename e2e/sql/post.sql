-- What the queries look at: the clean truth of every post whose three records were delivered.
-- Text compares byte by byte, as Spark's does. `delivered` and the clean tables are there already.
CREATE VIEW post AS
SELECT
  pin.ind,
  pin.category COLLATE utf8mb4_nopad_bin AS category,
  pin.poster_name COLLATE utf8mb4_nopad_bin AS poster_name,
  pin.follower_count,
  geo.country COLLATE utf8mb4_nopad_bin AS country,
  YEAR(geo.timestamp) AS posted,
  user.user_name COLLATE utf8mb4_nopad_bin AS user_name,
  user.date_joined,
  YEAR(user.date_joined) AS joined,
  CASE
    WHEN user.age BETWEEN 18 AND 24 THEN '18-24'
    WHEN user.age BETWEEN 25 AND 35 THEN '25-35'
    WHEN user.age BETWEEN 36 AND 50 THEN '36-50'
    WHEN user.age > 50 THEN '+50'
  END AS age_group
FROM clean_pin AS pin
JOIN clean_geo AS geo ON geo.ind = pin.ind
JOIN clean_user AS user ON user.ind = pin.ind
JOIN delivered AS sent_pin ON sent_pin.kind = 'pin' AND sent_pin.ind = pin.ind
JOIN delivered AS sent_geo ON sent_geo.kind = 'geo' AND sent_geo.ind = pin.ind
JOIN delivered AS sent_user ON sent_user.kind = 'user' AND sent_user.ind = pin.ind;
