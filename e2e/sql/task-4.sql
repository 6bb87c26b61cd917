-- The most popular category in each country; all that share the top.
WITH counted AS (
  SELECT country, category, COUNT(*) AS category_count
  FROM post
  WHERE country IS NOT NULL AND category IS NOT NULL
  GROUP BY country, category
), best AS (
  SELECT country, MAX(category_count) AS category_count FROM counted GROUP BY country
)
SELECT counted.country, counted.category, counted.category_count
FROM counted
JOIN best ON best.country = counted.country AND best.category_count = counted.category_count;
