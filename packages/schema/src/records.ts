import { z } from 'zod'
import type { Kind } from './names.ts'

/** A DATETIME on the wire: `YYYY-MM-DDTHH:MM:SS`, whole seconds, no zone. */
const dateTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
const rowNumber = z.int().nonnegative()

/*
 * Fields stand in the order of the table's columns, which is the order on the wire. An unknown
 * column is allowed: the batch job counts and reports it.
 */

/** One row of `pinterest_data` on the wire. A missing value is a placeholder text, never null. */
export const pinRecord = z
  .object({
    index: rowNumber.describe('Row number; the same post has the same number in all three tables'),
    unique_id: z.string().describe('UUID version 4 of the pin'),
    title: z.string().describe('Title, or "No Title Data Available"'),
    description: z
      .string()
      .describe(
        'Description cut at 180 characters, or "No description available", with " Story format" for stories',
      ),
    poster_name: z.string().describe('Name of the poster, or "User Info Error"'),
    follower_count: z
      .string()
      .describe('Followers of the poster as text: 512, 28k or 3M, or "User Info Error"'),
    tag_list: z
      .string()
      .describe('Tags joined by commas, or "No Tags Available" with a comma after each character'),
    is_image_or_video: z.string().describe('image, video or multi-video(story page format)'),
    image_src: z.string().describe('Address of the image, or "Image src error."'),
    downloaded: z.int().describe('1 when the image was saved, else 0'),
    save_location: z.string().describe('"Local save in " and the folder of the category'),
    category: z.string().describe('One of 13 categories; the table is sorted by it'),
  })
  .meta({ title: 'Pin', description: 'A pin: what was posted and by whom' })
export type PinRecord = z.infer<typeof pinRecord>

/** One row of `geolocation_data` on the wire. */
export const geoRecord = z
  .object({
    ind: rowNumber.describe('Row number; joins to index of the pin'),
    timestamp: dateTime.describe('When the pin was posted'),
    latitude: z.number().describe('Degrees, -90 to 90; at most 6 significant digits'),
    longitude: z.number().describe('Degrees, -180 to 180; at most 6 significant digits'),
    country: z.string().describe('English name of a country; unrelated to the coordinates'),
  })
  .meta({ title: 'Geo', description: 'Where and when a pin was posted' })
export type GeoRecord = z.infer<typeof geoRecord>

/** One row of `user_data` on the wire. */
export const userRecord = z
  .object({
    ind: rowNumber.describe('Row number; joins to index of the pin'),
    first_name: z.string().describe('First name of the poster'),
    last_name: z.string().describe('Last name of the poster'),
    age: z.int().describe('Age in years'),
    date_joined: dateTime.describe('When the poster joined; always before the post'),
  })
  .meta({ title: 'User', description: 'The person who posted a pin' })
export type UserRecord = z.infer<typeof userRecord>

/** The wire form of each kind of record. */
export interface Records {
  readonly pin: PinRecord
  readonly geo: GeoRecord
  readonly user: UserRecord
}

/** The schema of each kind of record. */
export const recordSchemas = { pin: pinRecord, geo: geoRecord, user: userRecord } satisfies Record<
  Kind,
  z.ZodObject
>
