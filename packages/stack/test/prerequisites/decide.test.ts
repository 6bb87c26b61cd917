import { expect, test } from '@jest/globals'
import { type Decision, decide, NOT_THERE } from '../../src/prerequisites/decide.ts'
import { java, maven, node, type Program, python } from '../../src/prerequisites/programs.ts'

const problemOf = (decision: Decision) => ('problem' in decision ? decision.problem : undefined)

test.each<[string, Program, string]>([
  ['v20.0.0', node, '20.0'],
  ['openjdk version "17.0.15" 2025-04-15', java, '17.0'],
  ['openjdk version "25" 2025-09-16', java, '25'],
  ['Python 3.12.1', python, '3.12'],
  ['Python 3.13.0', python, '3.13'],
  ['Apache Maven 3.6.3', maven, '3.6.3'],
  ['Apache Maven 4.0.0', maven, '4.0.0'],
])('a program that prints "%s" is taken', (output, program, version) => {
  expect(decide(program, [{ file: 'it', output }])).toEqual({ file: 'it', version })
})

test.each<[string, Program, string]>([
  ['v18.20.0', node, 'Node 20 or newer is needed, found 18.20 (it).'],
  ['java version "1.8.0_402"', java, 'Java 17 or newer is needed, found 1.8 (it).'],
  ['Python 3.11.7', python, 'is needed, found 3.11 (it).'],
  ['Python 3.14.0', python, 'is needed, found 3.14 (it).'],
  ['Apache Maven 3.6.2', maven, 'Maven 3.6.3 or newer is needed, found 3.6.2 (it).'],
])(
  'a program that prints "%s" is refused with both versions and a remedy',
  (output, program, said) => {
    const problem = problemOf(decide(program, [{ file: 'it', output }]))
    expect(problem).toContain(said)
    expect(problem).toContain(program.remedy)
  },
)

test('a shim that fails and an old version are passed over for one that fits', () => {
  const decision = decide(python, [
    { file: 'python3.12', error: 'pyenv: python3.12: command not found' },
    { file: 'python3.13', error: NOT_THERE },
    { file: 'python3', output: 'Python 3.11.7' },
    { file: '/versions/3.13.0/bin/python', output: 'Python 3.13.0' },
  ])
  expect(decision).toEqual({ file: '/versions/3.13.0/bin/python', version: '3.13' })
})

test('when none fits, every candidate that is there is named with what is wrong', () => {
  const problem = problemOf(
    decide(python, [
      { file: 'python3.12', error: "No module named 'ensurepip'" },
      { file: 'python3.13', error: NOT_THERE },
      { file: 'python3', output: 'Python 3.11.7' },
    ]),
  )
  expect(problem).toContain(
    "found python3.12, which fails: No module named 'ensurepip', 3.11 (python3)",
  )
})

test('a program that is nowhere is said to be missing', () => {
  const problem = problemOf(decide(maven, [{ file: 'mvn', error: NOT_THERE }]))
  expect(problem).toMatch(/^Maven: Maven 3\.6\.3 or newer is needed, none was found\. Install it/)
})
