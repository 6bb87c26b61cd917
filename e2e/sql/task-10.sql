-- The median of the posts' follower counts by the year in which their users joined.
SELECT DISTINCT joined AS post_year, MEDIAN(follower_count) OVER (PARTITION BY joined) AS median_follower_count
FROM post
WHERE joined BETWEEN 2015 AND 2020 AND follower_count IS NOT NULL;
