import { batchesEn } from './batches.en.ts'
import { batchesRu } from './batches.ru.ts'
import { chainEn } from './chain.en.ts'
import { chainRu } from './chain.ru.ts'
import { deskEn } from './desk.en.ts'
import { deskRu } from './desk.ru.ts'
import { devicesEn } from './devices.en.ts'
import { devicesRu } from './devices.ru.ts'
import { failuresEn } from './failures.en.ts'
import { failuresRu } from './failures.ru.ts'
import { feedEn } from './feed.en.ts'
import { feedRu } from './feed.ru.ts'
import { frameEn } from './frame.en.ts'
import { frameRu } from './frame.ru.ts'
import { guestsEn } from './guests.en.ts'
import { guestsRu } from './guests.ru.ts'
import { importEn } from './import.en.ts'
import { importRu } from './import.ru.ts'
import { labelEn } from './label.en.ts'
import { labelRu } from './label.ru.ts'
import { musterEn } from './muster.en.ts'
import { musterRu } from './muster.ru.ts'
import { outsideEn } from './outside.en.ts'
import { outsideRu } from './outside.ru.ts'
import { passagesEn } from './passages.en.ts'
import { passagesRu } from './passages.ru.ts'
import { repairEn } from './repair.en.ts'
import { repairRu } from './repair.ru.ts'
import { settingsEn } from './settings.en.ts'
import { settingsRu } from './settings.ru.ts'
import { spansEn } from './spans.en.ts'
import { spansRu } from './spans.ru.ts'
import { visitsEn } from './visits.en.ts'
import { visitsRu } from './visits.ru.ts'

/** One section a screen, and one for what several of them say. */
export const sections = {
  ru: {
    frame: frameRu,
    desk: deskRu,
    import: importRu,
    batches: batchesRu,
    guests: guestsRu,
    passages: passagesRu,
    muster: musterRu,
    chain: chainRu,
    label: labelRu,
    settings: settingsRu,
    devices: devicesRu,
    feed: feedRu,
    repair: repairRu,
    outside: outsideRu,
    visits: visitsRu,
    failures: failuresRu,
    spans: spansRu,
  },
  en: {
    frame: frameEn,
    desk: deskEn,
    import: importEn,
    batches: batchesEn,
    guests: guestsEn,
    passages: passagesEn,
    muster: musterEn,
    chain: chainEn,
    label: labelEn,
    settings: settingsEn,
    devices: devicesEn,
    feed: feedEn,
    repair: repairEn,
    outside: outsideEn,
    visits: visitsEn,
    failures: failuresEn,
    spans: spansEn,
  },
}
