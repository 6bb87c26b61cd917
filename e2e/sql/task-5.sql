-- Posts per category and year, 2018 to 2022; every category.
SELECT posted AS post_year, category, COUNT(*) AS category_count
FROM post
WHERE posted BETWEEN 2018 AND 2022 AND category IS NOT NULL
GROUP BY posted, category;
