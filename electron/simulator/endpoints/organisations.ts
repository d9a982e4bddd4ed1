import { data, incorrect, Refusal } from '../answer.ts'
import { zones } from '../default-world.ts'
import { type Endpoints, endpoint, listPage, nothing } from '../endpoint.ts'
import { indexCode, known, page, requiredText, text } from '../fields.ts'

/** Version, organisations and regions (protocol A4 Health, Organisation). */
export const organisations: Endpoints = {
  'common/v1/version': endpoint(
    () => null,
    () => data({ produceName: 'HikCentral Professional', softVersion: 'V3.1.1.0' }),
  ),
  'resource/v1/org/orgList': endpoint(
    body => page(body),
    (asked, world) => listPage(world, [...world.organisations.values()], asked, org => org),
  ),
  'resource/v1/org/advance/orgList': endpoint(
    body => ({ ...page(body), orgName: text(body, 'orgName', 64) ?? '' }),
    (asked, world) => {
      const rows = [...world.organisations.values()].filter(org =>
        org.orgName.toLowerCase().includes(asked.orgName.toLowerCase()),
      )
      return listPage(world, rows, asked, org => org)
    },
  ),
  'resource/v1/org/rootOrg': endpoint(
    () => null,
    (_, world) => data([...world.organisations.values()][0]),
  ),
  'resource/v1/org/orgIndexCode/orgInfo': endpoint(
    body => indexCode(body, 'orgIndexCode'),
    (id, world) => data(known(world.organisations, id)),
  ),
  'resource/v1/org/parentOrgIndexCode/subOrgList': endpoint(
    body => ({ ...page(body), parent: indexCode(body, 'parentOrgIndexCode') }),
    (asked, world) => {
      const rows = [...world.organisations.values()].filter(org => org.parentOrgIndexCode === asked.parent)
      return listPage(world, rows, asked, org => org)
    },
  ),
  'resource/v1/org/single/add': endpoint(
    body => ({ orgName: requiredText(body, 'orgName', 64), parentOrgIndexCode: indexCode(body, 'parentIndexCode') }),
    (asked, world) => {
      known(world.organisations, asked.parentOrgIndexCode)
      const orgIndexCode = world.nextId('organisation')
      world.organisations.set(orgIndexCode, { orgIndexCode, ...asked })
      return data(orgIndexCode)
    },
  ),
  'resource/v1/org/single/delete': endpoint(
    body => indexCode(body, 'orgIndexCode'),
    (id, world) => {
      const org = known(world.organisations, id)
      if (org.parentOrgIndexCode === '0') throw incorrect('orgIndexCode')
      const used = [...world.persons.values()].some(person => person.orgIndexCode === id)
      if (used || [...world.organisations.values()].some(other => other.parentOrgIndexCode === id))
        throw new Refusal('133', 'The resource is occupied')
      world.organisations.delete(id)
      return nothing(world)
    },
  ),
  'resource/v1/regions': endpoint(
    body => page(body),
    (asked, world) =>
      listPage(world, [...zones.entries()], asked, ([i, name]) => ({ indexCode: String(i + 1), name, parentIndexCode: '0' })),
  ),
  'resource/v1/regions/subRegions': endpoint(
    () => null,
    () => data(''), // recorded: a site without nested regions (protocol A2)
  ),
}
