import type { Post } from '../posts.ts'
import type { Question } from '../questions.ts'

type Posts = ReadonlyMap<string, readonly Post[]>

/**
 * What is wrong with an answer's rows: each names clean posts, once; its measure is that of the posts
 * that it names and of their whole group; and no group is left out.
 */
export function faultsOfRows(
  rows: readonly (readonly unknown[])[],
  { names, needs, grouped, measure }: Question,
  posts: readonly Post[],
): string[] {
  const known = posts.filter((post) => [...names, ...needs].every((name) => post[name] !== null))
  const keyOf = (post: Post, length: number) => keyed(names.slice(0, length).map((n) => post[n]))
  const named = Map.groupBy(known, (post) => keyOf(post, names.length))
  const groups = Map.groupBy(known, (post) => keyOf(post, grouped))
  const faults = [
    ...(grouped === 0 && rows.length > 1 ? [`has ${rows.length} rows, not one`] : []),
    ...faultsOfNames(rows, named),
    ...faultsOfMeasure(rows, (row) => named.get(keyed(row.slice(0, -1))), measure),
    ...faultsOfMeasure(rows, (row) => groups.get(keyed(row.slice(0, grouped))), measure),
    ...faultsOfGroups(new Set(rows.map((row) => keyed(row.slice(0, grouped)))), groups),
  ]
  // Where the names are the group, both measures are the same and tell the same.
  return [...new Set(faults)]
}

const keyed = (cells: readonly unknown[]) => JSON.stringify(cells)

function faultsOfNames(rows: readonly (readonly unknown[])[], named: Posts): string[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const key = keyed(row.slice(0, -1))
    const fault = seen.has(key) ? ['has twice'] : named.has(key) ? [] : ['names no clean post by']
    seen.add(key)
    return fault.map((text) => `${text} ${key}`)
  })
}

function faultsOfGroups(answered: ReadonlySet<string>, groups: Posts): string[] {
  return [...groups]
    .filter(([group]) => !answered.has(group))
    .map(([group, { length }]) => `has no row for ${length} clean posts ${group}`)
}

function faultsOfMeasure(
  rows: readonly (readonly unknown[])[],
  postsOf: (row: readonly unknown[]) => readonly Post[] | undefined,
  measure: Question['measure'],
): string[] {
  return rows.flatMap((row) => {
    const posts = postsOf(row)
    if (!posts) return []
    const [lowest, highest] = measure(posts)
    const told = row.at(-1)
    if (typeof told === 'number' && told >= lowest && told <= highest) return []
    return [`tells ${keyed(row)}, the clean rows ${[...new Set([lowest, highest])].join(' to ')}`]
  })
}
