import type { Subscription } from './types.ts'

/** The existing topics that a subscription means, sorted. A pattern never takes Kafka's own topics. */
export function matchTopics(
  subscription: Subscription,
  existing: readonly string[],
): readonly string[] {
  const wanted =
    'topics' in subscription
      ? (name: string) => subscription.topics.includes(name)
      : (name: string) => !name.startsWith('__') && subscription.pattern.test(name)
  return existing.filter(wanted).toSorted()
}

/** Whether two sorted lists of topics are the same. */
export function sameTopics(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((topic, index) => topic === b[index])
}
