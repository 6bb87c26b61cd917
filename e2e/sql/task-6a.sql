-- The poster with the most followers in each country; all that share the top, each once.
WITH followed AS (
  SELECT country, poster_name, follower_count
  FROM post
  WHERE country IS NOT NULL AND poster_name IS NOT NULL AND follower_count IS NOT NULL
), best AS (
  SELECT country, MAX(follower_count) AS follower_count FROM followed GROUP BY country
)
SELECT DISTINCT followed.country, followed.poster_name, followed.follower_count
FROM followed
JOIN best ON best.country = followed.country AND best.follower_count = followed.follower_count;
