import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { standstill } from '../words.ts'

export const person: Command = {
  usage: 'person (--code C | --id I) [--wait]',
  summary: 'says what the site has of a person, and how old that answer is; with --wait asks again',
  options: { code: { type: 'string' }, id: { type: 'string' }, wait: { type: 'boolean' } },
  places: 0,
  async run({ words, environment, out, stopped }) {
    const query = { code: words.text('code'), ref: words.text('id') }
    if ((query.code === undefined) === (query.ref === undefined)) throw new UsageError('whom? give --code C or --id I')
    const desk = await openConsole(words.profileDir, environment, words.flag('wait'))
    try {
      let told = await desk.call('guests.lookUp', query)
      if (words.flag('wait')) {
        await desk.until(async () => {
          told = await desk.call('guests.lookUp', query)
          const why = standstill(await desk.call('status.get', {}))
          if (why) out.progress(why)
          return stopped.aborted || !told.asking
        })
      }
      const { now } = await desk.call('session.hello', {})
      const age = told.asOf === null ? null : Math.round((now - told.asOf) / 1000)
      const text = told.found
        ? `${told.found.code}  ${told.found.family} ${told.found.given}  id ${told.found.ref}, ${told.found.hasPhoto ? 'with' : 'without'} photo, as of ${age} s ago`
        : age === null
          ? 'Not asked yet: the question is in the queue.'
          : `The site has no such person, as of ${age} s ago.`
      out.answer({ person: told.found, age_seconds: age, asking: told.asking }, text)
      return told.found ? 0 : 1
    } finally {
      await desk.close()
    }
  },
}
