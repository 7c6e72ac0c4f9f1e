#!/usr/bin/env node
// Runs the program, which lies in the package for this platform: npm installs only the one that fits.
const { spawn } = require('node:child_process')
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
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' })
// A terminal interrupts both, so the program alone decides how it ends; other signals reach only this process.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`qdc-cli: ${error.message}`)
  process.exitCode = 2
})
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
