import { expect, test } from '@jest/globals'
import { type Decision, decide, NOT_THERE } from '../../src/prerequisites/decide.ts'
import { java, maven, node, type Program, python } from '../../src/prerequisites/programs.ts'

const problemOf = (decision: Decision) => ('problem' in decision ? decision.problem : undefined)

test.each<[Program, string, string]>([
  [node, 'v20.0.0', '20.0'],
  [java, 'openjdk version "17.0.15" 2025-04-15', '17.0'],
  [java, 'openjdk version "25" 2025-09-16', '25'],
  [python, 'Python 3.12.1', '3.12'],
  [python, 'Python 3.13.0', '3.13'],
  [maven, 'Apache Maven 3.6.3', '3.6.3'],
  [maven, 'Apache Maven 4.0.0', '4.0.0'],
])('%j that prints "%s" is taken', (program, output, version) => {
  expect(decide(program, [{ file: 'it', output }])).toEqual({ file: 'it', version })
})

test.each<[Program, string, string]>([
  [node, 'v18.20.0', 'Node 20 or newer is needed, found 18.20 (it).'],
  [java, 'java version "1.8.0_402"', 'Java 17 or newer is needed, found 1.8 (it).'],
  [python, 'Python 3.11.7', 'is needed, found 3.11 (it).'],
  [python, 'Python 3.14.0', 'is needed, found 3.14 (it).'],
  [maven, 'Apache Maven 3.6.2', 'Maven 3.6.3 or newer is needed, found 3.6.2 (it).'],
])('%j that prints "%s" is refused with both versions and a remedy', (program, output, said) => {
  const problem = problemOf(decide(program, [{ file: 'it', output }]))
  expect(problem).toContain(said)
  expect(problem).toContain(program.remedy)
})

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
