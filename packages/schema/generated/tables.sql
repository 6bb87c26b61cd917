CREATE TABLE IF NOT EXISTS `pinterest_data` (
  `index` BIGINT NOT NULL,
  `unique_id` VARCHAR(36) NOT NULL,
  `title` TEXT NOT NULL,
  `description` TEXT NOT NULL,
  `poster_name` TEXT NOT NULL,
  `follower_count` TEXT NOT NULL,
  `tag_list` TEXT NOT NULL,
  `is_image_or_video` TEXT NOT NULL,
  `image_src` TEXT NOT NULL,
  `downloaded` BIGINT NOT NULL,
  `save_location` TEXT NOT NULL,
  `category` TEXT NOT NULL,
  PRIMARY KEY (`index`)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `geolocation_data` (
  `ind` BIGINT NOT NULL,
  `timestamp` DATETIME NOT NULL,
  `latitude` FLOAT NOT NULL,
  `longitude` FLOAT NOT NULL,
  `country` TEXT NOT NULL,
  PRIMARY KEY (`ind`)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `user_data` (
  `ind` BIGINT NOT NULL,
  `first_name` TEXT NOT NULL,
  `last_name` TEXT NOT NULL,
  `age` BIGINT NOT NULL,
  `date_joined` DATETIME NOT NULL,
  PRIMARY KEY (`ind`)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
