-- The most popular category in each age group; all that share the top.
WITH counted AS (
  SELECT age_group, category, COUNT(*) AS category_count
  FROM post
  WHERE age_group IS NOT NULL AND category IS NOT NULL
  GROUP BY age_group, category
), best AS (
  SELECT age_group, MAX(category_count) AS category_count FROM counted GROUP BY age_group
)
SELECT counted.age_group, counted.category, counted.category_count
FROM counted
JOIN best ON best.age_group = counted.age_group AND best.category_count = counted.category_count;
