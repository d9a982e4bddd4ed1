import { useMemo } from 'react'
import { useFrom } from '../stores/context.ts'
import type { ImportStep } from '../stores/list.ts'
import { useText } from '../text/use-text.ts'

/** What each step has come to, and whether it is done with. */
export function useStepNotes(): Record<ImportStep, { note: string; done: boolean }> {
  const { t } = useText()
  const preview = useFrom('list', s => s.preview)
  const busy = useFrom('list', s => s.busy)
  const photosToGo = useFrom('list', s => s.photosToGo)
  const photos = useFrom('list', s => s.photos.length)
  const sent = useFrom('list', s => s.sent)
  const withPhoto = useMemo(() => preview?.rows.filter(row => row.hasPhoto).length ?? 0, [preview?.rows])

  const file = preview?.fileName ?? (busy === 'read' ? t('import.note reading') : t('import.note no file'))
  if (!preview) {
    const ahead = { note: t('import.note not yet'), done: false }
    return {
      file: { note: file, done: false },
      columns: ahead,
      photos: ahead,
      check: ahead,
      send: { note: t('import.note nothing sent'), done: false },
    }
  }
  const mapped = new Set(Object.values(preview.columns).filter(index => index != null)).size
  const sentNote = sent ? t('import.note sent', { count: sent.queued, batch: sent.batchId }) : t('import.note nothing sent')
  return {
    file: { note: file, done: true },
    columns: { note: t('import.note columns', { count: mapped, total: preview.headers.length }), done: mapped > 0 },
    photos: {
      note:
        photos + photosToGo > 0
          ? t('import.note photos', { count: withPhoto, without: preview.total - withPhoto })
          : t('import.note no photos'),
      done: withPhoto > 0 && photosToGo === 0,
    },
    check: {
      note: preview.bad > 0 ? t('import.note waiting', { count: preview.bad }) : t('import.note all good'),
      done: preview.bad === 0,
    },
    send: { note: sentNote, done: sent !== null },
  }
}
