import type { StoreApi } from 'zustand'
import type { Link } from '../../shared/contract/link.ts'
import { type ActsState, createActs } from './acts.ts'
import { type BatchVisitsState, createBatchVisits } from './batch-visits.ts'
import { type BatchesState, createBatches } from './batches.ts'
import { type ConnectionState, createConnection } from './connection.ts'
import { createDeviceForm, type DeviceFormState } from './device-form.ts'
import { createDevices, type DevicesState } from './devices.ts'
import { createDoorChain, type DoorChainState } from './door-chain.ts'
import { createDraft, type DraftState } from './draft.ts'
import { createFeed, type FeedStoreState } from './feed.ts'
import { createFeedSettings, type FeedSettingsState } from './feed-settings.ts'
import { createForget, type ForgetState } from './forget.ts'
import { createGuestTable, type GuestTableState } from './guest-table.ts'
import { createGuests, type GuestsState } from './guests.ts'
import { createLevels, type LevelsState } from './levels.ts'
import { createList, type ListState } from './list.ts'
import { createMetricsStore, type MetricsState } from './metrics.ts'
import { createMuster, type MusterState } from './muster.ts'
import { createPaper, type PaperState } from './paper.ts'
import { createPassages, type PassagesState } from './passages.ts'
import { createPhotos, type PhotosState } from './photos.ts'
import { createPictures, type PicturesState } from './pictures.ts'
import { createPolicies, type PoliciesState } from './policies.ts'
import { createRepairStore, type RepairState } from './repair.ts'
import { createSession, type SessionState, zoneOf } from './session.ts'
import { createStatus, type StatusState } from './status.ts'
import { createView, type ViewState } from './view.ts'
import { createVisits, type VisitsState } from './visits.ts'
import { createWebhookStore, type WebhookState } from './webhook.ts'

export interface States {
  session: SessionState
  status: StatusState
  visits: VisitsState
  batches: BatchesState
  batchVisits: BatchVisitsState
  list: ListState
  connection: ConnectionState
  devices: DevicesState
  deviceForm: DeviceFormState
  webhook: WebhookState
  metrics: MetricsState
  levels: LevelsState
  guests: GuestsState
  guestTable: GuestTableState
  acts: ActsState
  policies: PoliciesState
  repair: RepairState
  passages: PassagesState
  feed: FeedStoreState
  feedSettings: FeedSettingsState
  pictures: PicturesState
  muster: MusterState
  doorChain: DoorChainState
  forget: ForgetState
  paper: PaperState
  photos: PhotosState
  draft: DraftState
  view: ViewState
}
export type Stores = { readonly [K in keyof States]: StoreApi<States[K]> }

/** Everything the window knows, in small stores over one link. Made once by `main.tsx`; a test makes its own. */
export function createStores(link: Link): Stores {
  const visits = createVisits(link)
  const session = createSession(link)
  const siteNow = () => Date.now() + session.getState().ahead
  const zone = () => zoneOf(session.getState())
  const levels = createLevels(link)
  const devices = createDevices(link, levels)
  const stores: Stores = {
    session,
    status: createStatus(link),
    visits,
    batches: createBatches(link),
    batchVisits: createBatchVisits(link, visits),
    list: createList(link),
    connection: createConnection(link, levels),
    devices,
    deviceForm: createDeviceForm(link, devices),
    webhook: createWebhookStore(link),
    metrics: createMetricsStore(link),
    levels,
    guests: createGuests(link),
    guestTable: createGuestTable(link, visits),
    acts: createActs(link),
    policies: createPolicies(link),
    repair: createRepairStore(link),
    passages: createPassages(link, siteNow),
    feed: createFeed(link, siteNow, zone),
    feedSettings: createFeedSettings(link),
    pictures: createPictures(link),
    muster: createMuster(link),
    doorChain: createDoorChain(link),
    forget: createForget(link),
    paper: createPaper(link),
    photos: createPhotos(link),
    draft: createDraft(),
    view: createView(),
  }
  // The table is the truth and pushes are rumours: whatever was missed while the link was down is read again.
  link.onState(state => {
    stores.session.setState({ link: state })
    if (state === 'lost') return
    for (const store of [
      stores.session,
      stores.status,
      stores.visits,
      stores.batches,
      stores.levels,
      stores.policies,
      stores.passages,
      stores.feed,
    ])
      void store.getState().read()
  })
  return stores
}
