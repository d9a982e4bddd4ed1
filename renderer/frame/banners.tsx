import { isStranger } from '../../shared/model/failure.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'

/** What the whole window must know; each stays while it is true. Doors open to somebody whose visit is over are told beside all else: a lost site is how it comes to that. */
export function Banners() {
  return (
    <>
      <FullDisk />
      <Alarms />
      <Connection />
    </>
  )
}

function FullDisk() {
  const { t } = useText()
  const isFull = useFrom('status', s => s.status?.disk === 'full')
  if (!isFull) return null
  return (
    <Banner tone="no" fact={t('frame.banner disk')}>
      {t('frame.banner disk why')}
    </Banner>
  )
}

function Alarms() {
  const { t } = useText()
  const alarms = useFrom('status', s => s.status?.alarms ?? 0)
  const narrow = useFrom('guestTable', s => s.narrow)
  const go = useFrom('view', s => s.go)
  const shown = useFrom('guestTable', s => s.filter === 'alarms')
  const isThere = useFrom('view', s => s.screen === 'guests') && shown
  if (alarms === 0) return null
  const show = () => {
    narrow({ filter: 'alarms', text: '' })
    go('guests')
  }
  return (
    <Banner
      tone="no"
      fact={t('frame.banner alarms', { count: alarms })}
      action={isThere ? undefined : { word: t('frame.banner alarms show'), act: show }}
    >
      {t('frame.banner alarms why')}
    </Banner>
  )
}

/** Of what there is to say of the site and of the way to it, the gravest alone. */
function Connection() {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const link = useFrom('session', s => s.link)
  const site = useFrom('status', s => s.status?.site)
  const screen = useFrom('view', s => s.screen)
  const section = useFrom('view', s => s.section)
  const openSettings = useFrom('view', s => s.openSettings)
  const alarms = useFrom('status', s => s.status?.alarms ?? 0)
  const toSettings = (word: string, wanted: 'connection' | 'devices') =>
    screen === 'settings' && section === wanted ? undefined : { word, act: () => openSettings(wanted) }
  const isDevices = site?.kind === 'isapi'
  const refusal = site?.failure && isStranger(site.failure) ? 'stranger' : isDevices ? 'password' : 'credentials'

  if (link === 'lost')
    return (
      <Banner tone="no" fact={t('frame.banner link')}>
        {t('frame.banner link why')}
      </Banner>
    )
  if (site?.state === 'credentials')
    return (
      <Banner
        tone="no"
        icon="lock"
        fact={t(`frame.banner ${refusal}`)}
        action={toSettings(t('frame.banner settings'), isDevices ? 'devices' : 'connection')}
      >
        {t(`frame.banner ${refusal} why`)}
      </Banner>
    )
  if (site?.state === 'offline')
    return (
      <Banner tone="wait" icon="pause" fact={t('frame.banner offline', { time: format.when(site.since ?? now, now) })}>
        {t('frame.banner offline why')}
      </Banner>
    )
  // Not beside an alarm: two bars would take the desk's last row.
  if (site?.kind === 'embedded' && alarms === 0)
    return (
      <Banner
        tone="accent"
        fact={t('frame.banner embedded')}
        action={toSettings(t('frame.banner connect'), 'connection')}
        also={toSettings(t('frame.banner devices'), 'devices')}
      >
        {t('frame.banner embedded why')}
      </Banner>
    )
  return null
}
