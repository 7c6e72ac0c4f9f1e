#!/usr/bin/env node
// Runs the program, which lies in the package for this platform: npm installs only the one that fits.
const { spawnSync } = require('node:child_process')
const { optionalDependencies } = require('../package.json')

const here = `qdc-cli-${process.platform}-${process.arch}`
const find = (name) => {
  try {
    return require.resolve(`${name}/bin/qdc`)
  } catch {
    return undefined
  }
}
const program = Object.keys(optionalDependencies).filter((name) => name.startsWith(here)).map(find).find(Boolean)

if (!program) {
  console.error(`qdc-cli: there is no program for ${process.platform} ${process.arch} here. It comes with the package ${here}…,`)
  console.error('which npm leaves out with --omit=optional, or when node_modules comes from another kind of machine.')
  process.exit(2)
}
// The program is asked to stop by the same signal, and decides itself how it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' })
if (error) {
  console.error(`qdc-cli: ${error.message}`)
  process.exit(2)
}
if (signal) {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
process.exit(status ?? 2)
