import { startSimulator } from '../../electron/simulator/simulator.ts'

// A site in a process of its own, as real ones are: nothing it does holds up the console. Options come as JSON in the first argument.
const { url, appKey, appSecret, certificateSha256, worldUrl, devices } = await startSimulator(JSON.parse(process.argv[2] ?? '{}'))
const terminals = devices.map(({ url, user, password, model, name, certificateSha256 }) => ({
  url,
  user,
  password,
  model,
  name,
  certificateSha256,
}))
process.stdout.write(`${JSON.stringify({ url, appKey, appSecret, certificateSha256, worldUrl, devices: terminals })}\n`)
process.on('disconnect', () => process.exit())
