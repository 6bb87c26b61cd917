-- The median of the posts' follower counts in each age group.
SELECT DISTINCT age_group, MEDIAN(follower_count) OVER (PARTITION BY age_group) AS median_follower_count
FROM post
WHERE age_group IS NOT NULL AND follower_count IS NOT NULL;
