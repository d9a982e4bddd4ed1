import { useMemo } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { resultLook, wayIcons } from '../ui/passage-view.ts'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import type { Column } from '../ui/virtual-table.tsx'
import styles from './passages-screen.module.css'

/** Rows rush by two hundred a second: a face is asked for when its row has stood so long. */
const STAYED_MS = 300

/** When, who, from where, which door and way, and how it ended. */
export function usePassageColumns(): readonly Column<PassageView>[] {
  const { t } = useText()
  const words = usePassage()
  const format = useFormat()
  return useMemo(() => {
    const doorOf = (passage: PassageView) => `${words.door(passage)}, ${t(`passages.way ${passage.way}`)}`
    return [
      {
        key: 'time',
        head: <span className={styles.time}>{t('passages.time')}</span>,
        width: '84px',
        text: passage => format.dayTime(passage.at),
        cell: passage => <span className={styles.time}>{format.clock(passage.at)}</span>,
      },
      {
        key: 'face',
        head: '',
        called: t('frame.face'),
        width: '44px',
        align: 'end',
        cell: passage => <Portrait of={words.initials(passage)} photo={passage.photo} size="row" patience={STAYED_MS} />,
      },
      {
        key: 'guest',
        head: t('passages.guest'),
        width: 'minmax(150px, 1.5fr)',
        text: words.name,
        cell: passage => (
          <span className={passage.guestId === null ? styles.stranger : undefined} title={words.name(passage)}>
            {words.name(passage)}
          </span>
        ),
      },
      {
        key: 'company',
        head: t('passages.company'),
        width: 'minmax(90px, 1fr)',
        text: passage => passage.company,
        cell: passage => <span className={styles.second}>{passage.company}</span>,
      },
      {
        key: 'door',
        head: t('passages.door'),
        width: 'minmax(110px, 0.9fr)',
        text: doorOf,
        cell: passage => (
          <span className={styles.door} title={doorOf(passage)}>
            <Icon name={wayIcons[passage.way]} size={14} />
            <span className={styles.cut}>{words.door(passage)}</span>
          </span>
        ),
      },
      {
        key: 'result',
        head: t('passages.result'),
        width: 'minmax(150px, 1.4fr)',
        text: words.row,
        cell: passage => {
          const { tone, icon } = resultLook(passage)
          return (
            <span title={words.row(passage)} data-testid="passage-result" data-result={passage.result}>
              <StateWord tone={tone} icon={icon}>
                {words.row(passage)}
              </StateWord>
            </span>
          )
        },
      },
    ] satisfies Column<PassageView>[]
  }, [t, words, format])
}
