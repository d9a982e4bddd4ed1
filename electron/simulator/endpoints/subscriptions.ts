import { data, incorrect } from '../answer.ts'
import { type Endpoints, endpoint, nothing } from '../endpoint.ts'
import { type Body, integer, list, requiredText, text } from '../fields.ts'

function readTypes(body: Body): number[] {
  const types = list(body, 'eventTypes', 500)
  if (!types?.length || !types.every(Number.isInteger)) throw incorrect('eventTypes')
  return types as number[]
}

function readSubscription(body: Body) {
  const eventDest = requiredText(body, 'eventDest', 1024)
  if (!/^https?:\/\/[^/]/i.test(eventDest) || !URL.canParse(eventDest)) throw incorrect('eventDest')
  const passBack = (integer(body, 'passBack', 0, 1) ?? 0) as 0 | 1
  return { eventTypes: readTypes(body), eventDest, token: text(body, 'token', 128), passBack }
}

/** The webhook (protocol A4 Subscription). Whether the destination can be reached is not looked at (A2, REC). */
export const subscriptions: Endpoints = {
  'eventService/v1/eventSubscriptionByEventTypes': endpoint(readSubscription, (asked, world) => {
    const known = world.subscriptions.find(one => one.eventDest === asked.eventDest)
    if (known) Object.assign(known, asked, { eventTypes: [...new Set([...known.eventTypes, ...asked.eventTypes])] })
    else world.subscriptions.push({ ...asked, missed: [] })
    return nothing(world)
  }),
  'eventService/v1/eventSubscriptionView': endpoint(
    () => null,
    (_, world) => {
      const detail = world.subscriptions.map(({ eventTypes, eventDest, passBack }) => ({ eventTypes, eventDest, passBack }))
      return data(detail.length === 0 && world.on('listAbsentWhenEmpty') ? {} : { detail })
    },
  ),
  'eventService/v1/eventUnSubscriptionByEventTypes': endpoint(readTypes, (types, world) => {
    for (const one of world.subscriptions) one.eventTypes = one.eventTypes.filter(type => !types.includes(type))
    world.subscriptions = world.subscriptions.filter(one => one.eventTypes.length > 0)
    return nothing(world)
  }),
}
