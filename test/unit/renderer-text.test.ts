import { expect, test } from 'vitest'
import { chords } from '../../renderer/keys/keys.ts'
import { createI18n } from '../../renderer/text/i18n.ts'
import { sections } from '../../renderer/text/sections.ts'
import { createFormat } from '../../renderer/text/use-format.ts'
import { ChainFix, chainLinks } from '../../shared/model/door-chain.ts'
import { failureKinds } from '../../shared/model/failure.ts'
import { denialCauses, PassageEffect, PassageResult, PassageWay } from '../../shared/model/passage.ts'
import { PhotoCause } from '../../shared/model/photo-verdict.ts'
import { StepState, VisitState } from '../../shared/model/visit.ts'

const locales = ['ru', 'en'] as const

test.each(locales)('every word of the core has its sentence (%s)', locale => {
  const i18n = createI18n(locale)
  const asked = [
    ...failureKinds.map(kind => `failures.kind ${kind}`),
    ...VisitState.options.map(state => `visits.state ${state}`),
    ...StepState.options.map(state => `visits.step ${state}`),
    ...PhotoCause.options.flatMap(cause => [`failures.${cause}`, `desk.do ${cause}`, `desk.why ${cause}`]),
    ...Object.keys(chords).map(name => `frame.key ${name}`),
    ...PassageResult.options.map(result => `passages.result ${result}`),
    ...PassageWay.options.flatMap(way => [`passages.way ${way}`, `passages.way choice ${way}`]),
    ...PassageEffect.options.map(effect => `passages.effect ${effect}`),
    ...[...denialCauses, 'alarm'].flatMap(cause => [`passages.cause ${cause}`, `passages.why ${cause}`]),
    ...['over', 'not begun', 'taken', 'checked out', 'photo refused', 'not delivered', 'stranger'].map(
      reason => `passages.why ${reason}`,
    ),
    ...chainLinks.map(link => `chain.link ${link}`),
    ...ChainFix.options.map(fix => `chain.fix ${fix}`),
  ]
  expect(asked.filter(key => !i18n.exists(key))).toEqual([])
})

test('Russian plurals', () => {
  const { t } = createI18n('ru')
  expect([1, 2, 5, 11, 21].map(count => t('desk.doors', { count }))).toEqual([
    '1 дверь',
    '2 двери',
    '5 дверей',
    '11 дверей',
    '21 дверь',
  ])
})

test('both languages fill in the same values', () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(found => found[1]).sort()
  for (const [section, texts] of Object.entries<Record<string, string>>(sections.en)) {
    const russian: Record<string, string> = sections.ru[section as keyof typeof sections.ru]
    for (const [key, text] of Object.entries(texts)) {
      const twin = russian[key] ?? russian[key.replace(/_other$/, '_many')]
      if (/_one$/.test(key)) continue
      expect([section, key, values(text)]).toEqual([section, key, values(twin ?? '')])
    }
  }
})

test('dates are the desk’s, on a 24-hour clock', () => {
  const at = Date.UTC(2026, 10, 23, 21, 5)
  expect(createFormat('ru', 'Europe/Moscow').dayTime(at)).toBe('вт 24 ноября, 00:05')
  expect(createFormat('en', 'Europe/London').dayTime(at)).toBe('Mon 23 Nov, 21:05')
  expect(createFormat('ru', 'Europe/Moscow').number(4.64, 1)).toBe('4,6')
})
