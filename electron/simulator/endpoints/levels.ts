import { type Answer, absent, exists, incorrect } from '../answer.ts'
import { type Endpoints, endpoint, listPage, nothing } from '../endpoint.ts'
import { type Body, indexCode, isIndexCode, list, object, page, requiredInteger } from '../fields.ts'
import { holderOf, type Level, type World } from '../world.ts'

const MOST_IDS = 1000

const readType = (body: Body) => requiredInteger(body, 'type', 1, 2)

// The array is `list` of {id}: `personIds`, or a missing `type`, is the commonest mistake of clients (protocol A4 Access levels).
function readMembers(body: Body): { groupId: string; type: number; ids: string[] } {
  const groupId = indexCode(body, 'privilegeGroupId')
  const type = readType(body)
  const items = list(body, 'list', MOST_IDS)
  if (!items?.length) throw incorrect('list')
  const ids = items.map(item => object(item, 'list').id)
  if (!ids.every(isIndexCode)) throw incorrect('id')
  return { groupId, type, ids: [...new Set(ids)] }
}

function levelOf(world: World, id: string, type: number): Level {
  const level = world.levels.get(id)
  if (level?.type !== type) throw absent()
  return level
}

function addPersons(asked: ReturnType<typeof readMembers>, world: World): Answer {
  const level = levelOf(world, asked.groupId, asked.type)
  const holders = asked.ids.map(id => holderOf(world, id))
  // Nobody is added when one is unknown: whether a live gateway adds the others is in no source.
  if (!holders.every(holder => holder !== undefined && holder.kind === asked.type)) throw absent()
  let already = false
  for (const holder of holders) {
    already ||= level.members.has(holder!.id)
    level.members.add(holder!.id)
    holder!.levels.add(level.id)
  }
  if (already && world.on('addPersonsFalseError')) throw exists()
  return nothing(world)
}

function deletePersons(asked: ReturnType<typeof readMembers>, world: World): Answer {
  const level = levelOf(world, asked.groupId, asked.type)
  // Somebody who is not in the group, or gone from the site, leaves it without an error.
  for (const id of asked.ids) {
    level.members.delete(id)
    holderOf(world, id)?.levels.delete(level.id)
  }
  return nothing(world)
}

/** Access levels, "privilege groups" to the gateway (protocol A4 Access levels). Members reach the doors by re-application only. */
export const levels: Endpoints = {
  'acs/v1/privilege/group': endpoint(
    body => ({ ...page(body), type: readType(body) }),
    (asked, world) =>
      listPage(
        world,
        [...world.levels.values()].filter(level => level.type === asked.type),
        asked,
        level => ({
          privilegeGroupId: level.id,
          privilegeGroupName: level.name,
          description: '',
          timeSchedule: { indexCode: '1', name: 'All-Day Template' },
        }),
      ),
  ),
  'acs/v1/privilege/group/single/addPersons': endpoint(readMembers, addPersons),
  'acs/v1/privilege/group/single/deletePersons': endpoint(readMembers, deletePersons),
  'acs/v1/privilege/group/single/personList': endpoint(
    body => ({ ...page(body), type: readType(body), groupId: indexCode(body, 'privilegeGroupId') }),
    (asked, world) => listPage(world, [...levelOf(world, asked.groupId, asked.type).members], asked, id => ({ id })),
  ),
}
