-- The country of the poster with the most followers; of several the first by name.
SELECT country, follower_count
FROM post
WHERE country IS NOT NULL AND poster_name IS NOT NULL AND follower_count IS NOT NULL
ORDER BY follower_count DESC, country ASC
LIMIT 1;
