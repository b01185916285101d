// Puts simulations, one in JSON a line, to another evaluator of IAM policies and answers each with a line: its verdict, or
// "error: …" where it refuses the input. Use: node simulate.mjs DIR, where DIR has the package installed.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const { runSimulation } = createRequire(join(process.argv[2], 'index.js'))('@cloud-copilot/iam-simulate')

async function verdict(line) {
  try {
    const response = await runSimulation(JSON.parse(line), { simulationMode: 'Strict' })
    if (response.resultType === 'error') return 'error: ' + JSON.stringify(response.errors)
    return response.overallResult
  } catch (err) {
    return 'error: ' + err.message
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write((await verdict(line)).replaceAll('\n', ' ') + '\n')
}
