-- The same by age group and year of joining.
SELECT DISTINCT
  age_group,
  joined AS post_year,
  MEDIAN(follower_count) OVER (PARTITION BY age_group, joined) AS median_follower_count
FROM post
WHERE age_group IS NOT NULL AND joined BETWEEN 2015 AND 2020 AND follower_count IS NOT NULL;
