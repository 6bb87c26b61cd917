import type { Category } from '../categories.ts'

/** The words of one category: what its pins show, and its tags. */
export interface Topic {
  readonly things: readonly string[]
  readonly tags: readonly string[]
}

const topic = (things: string, tags: string): Topic => ({
  things: things.split(', '),
  tags: tags.split(', '),
})

export const topics: Readonly<Record<Category, Topic>> = {
  art: topic(
    'Watercolor Flowers, Sketchbook Pages, Acrylic Paintings, Ink Drawings, Canvas Prints, Gouache Landscapes, Line Portraits, Clay Figures, Collage Cards, Charcoal Studies',
    'Art Drawings, Sketch Ideas, Watercolor Tips, Painting For Beginners, Canvas Art, Art Journal, Color Theory, Drawing Lessons, Abstract Shapes, Ink Art, Gouache, Paper Collage, Pottery Corner, Gallery Wall',
  ),
  beauty: topic(
    'Nail Designs, Braided Hairstyles, Skin Care Routines, Bridal Makeup Looks, Short Haircuts, Face Masks, Eyeliner Tricks, Hair Colors, Lip Balms, Curly Hair Tips',
    'Nail Art, Hair Inspiration, Makeup Tutorial, Skin Care Tips, Glowing Skin, Natural Beauty, Short Hair, Long Hair Styles, Eye Makeup, Spa Day, Curly Hair, Manicure, Hair Color, Self Care',
  ),
  christmas: topic(
    'Christmas Wreaths, Stocking Fillers, Gingerbread Houses, Tree Ornaments, Advent Calendars, Holiday Cookies, Gift Wraps, Mantel Garlands, Snowflake Crafts, Winter Centerpieces',
    'Christmas Decor, Holiday Baking, Christmas Tree, Gift Ideas, Winter Crafts, Christmas Party, Xmas Cards, Advent Ideas, Christmas Cookies, Festive Table, Snowman, Ornaments To Make, Santa, Christmas Lights',
  ),
  'diy-and-crafts': topic(
    'Macrame Hangers, Paper Flowers, Mason Jar Lanterns, Crochet Baskets, Felt Animals, Pallet Shelves, Rope Coasters, Yarn Garlands, Soap Bars, Rock Paintings',
    'Diy Projects, Crafts For Kids, Crochet Patterns, Easy Crafts, Paper Crafts, Upcycle, Handmade Gifts, Sewing Basics, Felt Crafts, Macrame, Cricut Ideas, Yarn, Woodworking, Glue Gun',
  ),
  education: topic(
    'Classroom Displays, Reading Games, Spelling Worksheets, Science Experiments, Math Centers, Lesson Plans, Handwriting Pages, Vocabulary Cards, Study Notes, Morning Routines',
    'Classroom Ideas, Teaching Reading, Math Games, Learning At Home, Preschool Activities, Study Tips, Science For Kids, Lesson Planning, Grammar, Spelling, Montessori, Homework Help, School Supplies, Kindergarten',
  ),
  'event-planning': topic(
    'Baby Shower Themes, Wedding Timelines, Party Checklists, Table Settings, Balloon Arches, Invitation Cards, Picnic Menus, Birthday Games, Seating Charts, Dessert Tables',
    'Party Planning, Event Checklist, Wedding Ideas, Birthday Party, Baby Shower, Table Decor, Party Games, Balloon Decor, Invitations, Outdoor Party, Catering, Bridal Shower, Venue Ideas, Photo Booth',
  ),
  finance: topic(
    'Budget Planners, Savings Challenges, Grocery Budgets, Side Hustles, Debt Trackers, Money Habits, Retirement Plans, Frugal Meals, Emergency Funds, Expense Sheets',
    'Budgeting, Saving Money, Money Tips, Debt Free, Side Jobs, Frugal Living, Personal Finance, Investing Basics, Cash Envelopes, Money Challenge, Retirement, Income Ideas, Financial Goals, Credit Score',
  ),
  'home-decor': topic(
    'Living Room Corners, Farmhouse Kitchens, Entryway Benches, Gallery Walls, Cozy Bedrooms, Bathroom Makeovers, Window Seats, Shelf Stylings, Small Balconies, Coffee Tables',
    'Home Decor Ideas, Living Room, Farmhouse Style, Bedroom Inspiration, Small Spaces, Kitchen Makeover, Interior Design, Wall Decor, Boho Home, Bathroom Ideas, Entryway, Rustic Decor, Plants, Lighting',
  ),
  'mens-fashion': topic(
    'Casual Outfits, Winter Coats, Denim Jackets, Suit Combinations, Leather Boots, Summer Shirts, Street Looks, Knit Sweaters, Watch Straps, Sneaker Pairs',
    'Mens Outfits, Mens Style, Street Style, Casual Wear, Suit And Tie, Sneakers, Denim, Mens Boots, Fall Outfits, Summer Style, Mens Accessories, Dress Shoes, Layering, Grooming',
  ),
  quotes: topic(
    'Morning Quotes, Courage Quotes, Friendship Quotes, Strength Quotes, Family Quotes, Healing Quotes, Travel Quotes, Patience Quotes, Gratitude Quotes, Short Quotes',
    'Quotes To Live By, Daily Quotes, Words Of Wisdom, Positive Thoughts, Life Lessons, Friendship, Self Love, Motivation, Calm Mind, Good Vibes, Short Quotes, Family, Hope, Kindness',
  ),
  tattoos: topic(
    'Sleeve Tattoos, Fine Line Tattoos, Forearm Tattoos, Flower Tattoos, Matching Tattoos, Geometric Tattoos, Wolf Tattoos, Compass Tattoos, Wrist Tattoos, Back Tattoos',
    'Tattoo Ideas, Small Tattoos, Sleeve Tattoo, Tattoo Designs, Ink, Forearm Tattoo, Flower Tattoo, Black Ink, Fine Line, Tattoo Sketches, Geometric Tattoo, Tribal Art, Tattoo Meaning, Matching Tattoos',
  ),
  travel: topic(
    'Packing Lists, Road Trips, Beach Holidays, City Breaks, Mountain Hikes, Island Hoppings, Train Journeys, Camping Spots, Hidden Villages, Budget Itineraries',
    'Travel Tips, Bucket List, Road Trip, Packing List, Beach Vacation, City Guide, Hiking Trails, Solo Travel, Travel Photography, Weekend Getaway, Camping, Family Trips, Islands, Train Travel',
  ),
  vehicles: topic(
    'Classic Trucks, Camper Vans, Vintage Cars, Motorcycle Builds, Off Road Rigs, Sports Cars, Garage Setups, Custom Wheels, Electric Bikes, Tiny Trailers',
    'Classic Cars, Trucks, Motorcycles, Camper Van, Vintage Cars, Car Accessories, Sports Car, Off Road, Garage, Custom Bikes, Electric Cars, Car Interior, Muscle Cars, Road Ready',
  ),
}

export const styles: readonly string[] =
  'Simple, Modern, Rustic, Cozy, Bold, Elegant, Vintage, Minimalist, Playful, Dreamy, Creative, Easy, Stunning, Affordable, Timeless, Unique, Clever, Charming, Quick, Colorful'.split(
    ', ',
  )

export const audiences: readonly string[] =
  'Beginners, Busy Moms, Small Spaces, the Whole Family, Teens, Every Season, the Weekend, Your Next Project, First Timers, a Tight Budget, Lazy Sundays, Couples'.split(
    ', ',
  )

export const emoji: readonly string[] = [
  '✨',
  '🎨',
  '🎄',
  '❤️',
  '🌿',
  '😍',
  '👉🏽',
  '🔥',
  '🧵',
  '🚐',
  '☕️',
]

export const sayings: readonly string[] = [
  'Start where you are',
  'Less noise, more light',
  'Don’t rush what needs time',
  'Small steps still count',
  'Make room for what you love',
  'You’re further along than you think',
  'Every day holds a door',
  'Slow is smooth',
]
