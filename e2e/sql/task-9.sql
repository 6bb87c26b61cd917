-- Users joined in each year, 2015 to 2020; a user is a name and the moment of joining.
SELECT joined AS post_year, COUNT(DISTINCT user_name, date_joined) AS number_users_joined
FROM post
WHERE joined BETWEEN 2015 AND 2020
GROUP BY joined;
