import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'

/** What the whole window must know. Each stays while it is true; the gravest one alone is shown. */
export function Banners() {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const link = useFrom('session', s => s.link)
  const site = useFrom('status', s => s.status?.site)
  const screen = useFrom('view', s => s.screen)
  const go = useFrom('view', s => s.go)
  const alarms = useFrom('status', s => s.status?.alarms ?? 0)
  const narrow = useFrom('guestTable', s => s.narrow)
  const showAlarms = () => {
    narrow({ filter: 'alarms', text: '' })
    go('guests')
  }
  const toSettings = (word: string) => (screen === 'settings' ? undefined : { word, act: () => go('settings') })

  if (link === 'lost')
    return (
      <Banner tone="no" fact={t('frame.banner link')}>
        {t('frame.banner link why')}
      </Banner>
    )
  if (site?.state === 'credentials')
    return (
      <Banner tone="no" icon="lock" fact={t('frame.banner credentials')} action={toSettings(t('frame.banner settings'))}>
        {t('frame.banner credentials why')}
      </Banner>
    )
  if (site?.state === 'offline')
    return (
      <Banner tone="wait" icon="pause" fact={t('frame.banner offline', { time: format.when(site.since ?? now, now) })}>
        {t('frame.banner offline why')}
      </Banner>
    )
  if (alarms > 0)
    return (
      <Banner
        tone="no"
        fact={t('frame.banner alarms', { count: alarms })}
        action={{ word: t('frame.banner alarms show'), act: showAlarms }}
      >
        {t('frame.banner alarms why')}
      </Banner>
    )
  if (site?.kind === 'embedded')
    return (
      <Banner tone="accent" fact={t('frame.banner embedded')} action={toSettings(t('frame.banner connect'))}>
        {t('frame.banner embedded why')}
      </Banner>
    )
  return null
}
