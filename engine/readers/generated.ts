// Made by scripts/generate.ts from the folders beside it. Do not edit.
import type { EmbeddedReader } from '#engine/intake/embedded.ts';
import { text as adLdif } from './ad-ldif/reader.ts';
import { extract as adUsers } from './ad-users/reader.ts';
import { extract as awsAccessAnalyzer } from './aws-access-analyzer/reader.ts';
import { extract as awsAuthorizationDetails } from './aws-authorization-details/reader.ts';
import { extract as awsCloudtrail } from './aws-cloudtrail/reader.ts';
import { extract as awsCloudtrailKeys } from './aws-cloudtrail-keys/reader.ts';
import { extract as awsCloudtrailSignature } from './aws-cloudtrail-signature/reader.ts';
import { extract as awsCredentialReport } from './aws-credential-report/reader.ts';
import { extract as azureRoleAssignments } from './azure-role-assignments/reader.ts';
import { extract as batonC1z } from './baton-c1z/reader.ts';
import { extract as entraAccessReviews } from './entra-access-reviews/reader.ts';
import { extract as entraDirectoryAudit } from './entra-directory-audit/reader.ts';
import { extract as entraGroupMembers } from './entra-group-members/reader.ts';
import { extract as entraRoleAssignments } from './entra-role-assignments/reader.ts';
import { extract as entraSignIns } from './entra-sign-ins/reader.ts';
import { extract as entraUsers } from './entra-users/reader.ts';
import { extract as gcpIam } from './gcp-iam/reader.ts';
import { extract as gcpLogs } from './gcp-logs/reader.ts';
import { extract as githubAuditLog } from './github-audit-log/reader.ts';
import { extract as githubMembers } from './github-members/reader.ts';
import { extract as gitlabMembers } from './gitlab-members/reader.ts';
import { extract as googleActivity } from './google-activity/reader.ts';
import { extract as googleUsers } from './google-users/reader.ts';
import { extract as jiraIssues } from './jira-issues/reader.ts';
import { extract as kubernetesAudit } from './kubernetes-audit/reader.ts';
import { extract as kubernetesRbac } from './kubernetes-rbac/reader.ts';
import { text as linuxFind } from './linux-find/reader.ts';
import { text as linuxGetfacl } from './linux-getfacl/reader.ts';
import { text as linuxGroup } from './linux-group/reader.ts';
import { text as linuxGshadow } from './linux-gshadow/reader.ts';
import { text as linuxId } from './linux-id/reader.ts';
import { text as linuxLast } from './linux-last/reader.ts';
import { text as linuxLastlog } from './linux-lastlog/reader.ts';
import { text as linuxLs } from './linux-ls/reader.ts';
import { text as linuxPasswd } from './linux-passwd/reader.ts';
import { text as linuxShadow } from './linux-shadow/reader.ts';
import { text as linuxStat } from './linux-stat/reader.ts';
import { text as linuxSudoers } from './linux-sudoers/reader.ts';
import { text as linuxWho } from './linux-who/reader.ts';
import { extract as m365Audit } from './m365-audit/reader.ts';
import { text as mariadbServerAudit } from './mariadb-server-audit/reader.ts';
import { extract as mssqlPermissions } from './mssql-permissions/reader.ts';
import { text as mysqlGeneralLog } from './mysql-general-log/reader.ts';
import { extract as mysqlGeneralLogTable } from './mysql-general-log-table/reader.ts';
import { text as mysqlGrants } from './mysql-grants/reader.ts';
import { extract as mysqlUsers } from './mysql-users/reader.ts';
import { extract as oktaAppAssignments } from './okta-app-assignments/reader.ts';
import { extract as oktaGroupMembers } from './okta-group-members/reader.ts';
import { extract as oktaGroups } from './okta-groups/reader.ts';
import { extract as oktaRoleAssignments } from './okta-role-assignments/reader.ts';
import { extract as oktaSystemLog } from './okta-system-log/reader.ts';
import { extract as oktaUsers } from './okta-users/reader.ts';
import { extract as oracleUsers } from './oracle-users/reader.ts';
import { extract as pgAccessPrivileges } from './pg-access-privileges/reader.ts';
import { extract as pgDu } from './pg-du/reader.ts';
import { extract as pgPermissions } from './pg-permissions/reader.ts';
import { text as pgServerLog } from './pg-server-log/reader.ts';
import { extract as policyYaml } from './policy-yaml/reader.ts';
import { extract as reviewReturn } from './review-return/reader.ts';
import { extract as salesforcePermissionSets } from './salesforce-permission-sets/reader.ts';
import { extract as sapRoleAssignments } from './sap-role-assignments/reader.ts';
import { extract as sapRoleAuthorizations } from './sap-role-authorizations/reader.ts';
import { extract as sapUsers } from './sap-users/reader.ts';
import { extract as servicenowApprovals } from './servicenow-approvals/reader.ts';
import { extract as servicenowIncidents } from './servicenow-incidents/reader.ts';
import { extract as servicenowRequests } from './servicenow-requests/reader.ts';
import { extract as slackMembers } from './slack-members/reader.ts';
import { extract as sodRules } from './sod-rules/reader.ts';

export const embeddedReaders: readonly EmbeddedReader[] = [
  {
    folder: 'access-log-csv',
    extract: null,
    text: null,
    yaml: `id: access-log-csv
version: 1
title: Access log
formats: [csv, xlsx, ndjson, json]
records: ['', logs, events]
detect:
  columns: [account, result]
  absent: [bytes_downloaded, hash, previous_hash, event_type]
targets:
  - table: access_logs
    moment: occurred_at
    columns:
      occurred_at: { from: [timestamp, time, occurred_at, date, event time], required: true }
      account: { from: [account, user, username, actor, principal], as: lower, required: true }
      system: { from: [system, application, app] }
      resource: { from: [resource, object, target] }
      action: { from: [action, event, operation, method], as: lower }
      result:
        - { from: [result, outcome], values: { ok: success, allowed: success, succeeded: success, allow: success, failure: denied, failed: denied, deny: denied, forbidden: denied } }
        - { from: [status_code, status, http_status, response_code], as: http_result }
      status_code: { from: [status_code, status, http_status, response_code] }
      ip: { from: [ip, ip_address, source_ip, client_ip] }
      user_agent: { from: [user_agent, client] }
      bytes: { from: [bytes, bytes_sent, size] }
`,
    readme: `# Access log

## How to obtain it

Export the log-ins and requests of the whole period, failures included, with account, resource and address.

## What is lost

Without a stated result it follows from the status code: 401 and 403 are denied, 200 to 399 success, anything else an error.
`,
  },
  {
    folder: 'access-requests',
    extract: null,
    text: null,
    yaml: `id: access-requests
version: 1
title: Requests for access
formats: [csv, xlsx, json, ndjson]
records: ['', requests]
detect:
  columns: [request_id, requester_email]
targets:
  - table: access_requests
    key: [request_id]
    moment: requested_at
    columns:
      request_id: { from: [Request, Request ID, Ticket, Number], required: true }
      requester_email: { from: [Requester, Requester Email, Requested By, Opened By] }
      user_email: { from: [User, User Email, Requested For, Beneficiary] }
      system: { from: [System, Application] }
      resource: { from: [Resource, Entitlement] }
      permission: { from: [Permission, Role, Access Level] }
      justification: { from: [Justification, Reason, Description] }
      status: { from: [Status, State], as: lower }
      requested_at: { from: [Requested At, Requested, Opened, Created] }
      granted_at: { from: [Granted At, Granted, Fulfilled At], none: [n/a, '-'] }
      is_admin: { from: [Admin, Is Admin, Privileged] }
`,
    readme: `# Requests for access

## How to obtain it

Export all requests of the period from the ticketing or identity governance system, rejected and open ones included.

## What is lost

Resources written \`system:resource\` are split once the system is known from another source.
`,
  },
  {
    folder: 'access-snapshot',
    extract: null,
    text: null,
    yaml: `id: access-snapshot
version: 1
title: Access snapshot (who holds what at a moment)
formats: [csv, xlsx, ndjson, json]
records: ['', grants, access]
detect:
  columns: [as_of]
  absent: [Request, Approver, Requester]
targets:
  - table: grants
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      snapshot_id:
        - { from: [Snapshot ID] }
        - { from: [Snapshot, As Of, Exported At, Snapshot Date], as: text }
      as_of: { from: [Snapshot, As Of, Exported At, Snapshot Date], required: true }
      system: { from: [System, Application, App], required: true }
      account_id: { from: [Account, Account ID, User, Login, Username, Principal], as: account, required: true }
      resource: { from: [Resource, Entitlement, Object], required: true }
      permission: { from: [Permission, Access Level, Role, Privilege], required: true }
      via: { from: [Via, Granted Via, Through, Inherited From] }
      granted_at: { from: [Granted At, Grant Date, Granted], none: [n/a, no_information, '-'] }
      granted_by: { from: [Granted By, Grantor] }
      expires_at: { from: [Expires At, Expiry, Expires, Valid Until], none: [never, n/a, '-'] }
`,
    readme: `# Access snapshot

## How to obtain it

Export who holds which permission on which resource, one line a grant, for every system in scope at one moment: Snapshot, System, Account, Resource, Permission, Via, Granted At, Granted By, Expires At. Ask for the same export at several moments.

## What is lost

A snapshot tells that a grant existed at its moment, not when it began: two snapshots give an interval. Conditions attached to a grant have no place in this form.
`,
  },
  {
    folder: 'account-locks',
    extract: null,
    text: null,
    yaml: `id: account-locks
version: 1
title: Locks of accounts
formats: [csv, xlsx, json, ndjson]
records: ['', locks]
detect:
  columns: [account, locked_at]
targets:
  - table: account_locks
    moment: locked_at
    columns:
      account: { from: [Account, User, Username], as: lower, required: true }
      system: { from: [System, Application] }
      locked_at: { from: [Locked At, Locked], required: true }
      unlocked_at: { from: [Unlocked At, Unlocked], none: ['-'] }
      reason: { from: [Reason] }
`,
    readme: `# Locks of accounts

## How to obtain it

Export the locks of the period from the identity provider, automatic and manual ones.

## What is lost

Nothing.
`,
  },
  {
    folder: 'ad-group-members',
    extract: null,
    text: null,
    yaml: `id: ad-group-members
version: 1
title: Active Directory group members (Get-ADGroupMember)
formats: [csv, xlsx, json]
detect:
  keys: [SamAccountName, objectClass]
  any:
    - [Group, distinguishedName]
    - [GroupName, distinguishedName]
    - [Group]
    - [GroupName]
    - [distinguishedName, SID]
  absent: [Enabled, userAccountControl]
targets:
  - table: memberships
    key: [system, group_id, member_kind, member_id]
    columns:
      as_of: { as: taken }
      system: [{ from: [Domain, System] }, { constant: active directory }]
      group_id: [{ from: [Group, GroupName, Group Name, ParentGroup] }, { as: chain }]
      member_kind: { from: [objectClass], required: true, values: { user: account, inetorgperson: account, computer: account, msds-groupmanagedserviceaccount: account, foreignsecurityprincipal: account } }
      member_id: { from: [SamAccountName, name], as: account, required: true }
`,
    readme: `# Active Directory group members (Get-ADGroupMember)

## How to obtain it

In PowerShell: \`Get-ADGroup -Filter * | ForEach-Object { $g = $_.SamAccountName; Get-ADGroupMember $_ | Select-Object @{n='Group';e={$g}},SamAccountName,objectClass,distinguishedName } | Export-Csv corp-members.csv -NoTypeInformation -Encoding UTF8\`. Direct members only (no \`-Recursive\`): groups inside groups are followed here. Without a column for the group, name the file after it (\`Domain Admins.csv\`).

## What is lost

Identifiers (GUID, SID) are not stored. Members of other forests have no SamAccountName and are taken by name. More than 5,000 members of one group are cut off by the command.
`,
  },
  {
    folder: 'ad-ldif',
    extract: null,
    text: adLdif,
    yaml: `id: ad-ldif
version: 1
title: Active Directory and LDAP entries (LDIF)
formats: [text]
detect: {}
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { required: true }
      account_id: { required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      justification: {}
      details: {}
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: { required: true }
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
      details: {}
  - table: memberships
    of: member
    key: [system, group_id, member_kind, member_id]
    columns:
      as_of: { as: taken }
      system: { required: true }
      group_id: { required: true }
      member_kind: {}
      member_id: { required: true, as: account }
  - table: entitlements
    of: group
    key: [system, resource, permission]
    columns:
      system: { required: true }
      resource: { required: true }
      permission: { constant: member }
      privileged: {}
`,
    readme: `# Active Directory and LDAP entries (LDIF)

## How to obtain it

On a domain controller: \`ldifde -f corp.ldf -r "(|(objectClass=user)(objectClass=group))" -l objectClass,sAMAccountName,userPrincipalName,mail,employeeID,displayName,title,department,userAccountControl,whenCreated,pwdLastSet,lastLogonTimestamp,accountExpires,adminCount,primaryGroupID,servicePrincipalName,description,member\`. From other directories: \`ldapsearch -LLL -o ldif-wrap=no\`. Users and groups in one file: members are stated by their path and are known by their account only if that is in the file too.

## What is lost

Accounts are told by their log-in name, groups by theirs; members whose entry is not in the file by the first part of their path. The primary group, which Active Directory lists nowhere else, is a membership as well. Administrator is who has \`adminCount = 1\` or belongs to a privileged group of the file, also through groups in groups. Last log-in is \`lastLogonTimestamp\`, which lags by up to 14 days (\`lastLogon\`, if later, is that of one controller). A smart card that is required counts as a second factor. Bits of \`userAccountControl\` are named in the details. Other objects are counted; passwords and their hashes are not stored.
`,
  },
  {
    folder: 'ad-users',
    extract: adUsers,
    text: null,
    yaml: `id: ad-users
version: 1
title: Active Directory users (Get-ADUser)
formats: [csv, xlsx, json]
detect:
  keys: [SamAccountName]
  any:
    - [Enabled, UserPrincipalName]
    - [Enabled, DistinguishedName]
    - [Enabled]
    - [userAccountControl]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: [{ from: [system] }, { as: chain }]
      account_id: { required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      justification: {}
      details: {}
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: [{ from: [system] }, { as: chain }]
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
      details: {}
  - table: memberships
    of: member
    key: [system, group_id, member_kind, member_id]
    columns:
      as_of: { as: taken }
      system: [{ from: [system] }, { as: chain }]
      group_id: { required: true }
      member_kind: {}
      member_id: { required: true, as: account }
`,
    readme: `# Active Directory users (Get-ADUser)

## How to obtain it

In PowerShell: \`Get-ADUser -Filter * -Properties DisplayName,EmailAddress,EmployeeID,Title,Department,Created,LastLogonDate,PasswordLastSet,PasswordNeverExpires,PasswordNotRequired,AccountExpirationDate,LockedOut,SmartcardLogonRequired,AdminCount,ServicePrincipalNames,Description,MemberOf | Select-Object SamAccountName,UserPrincipalName,DisplayName,EmailAddress,EmployeeID,Title,Department,Enabled,@{n='Created';e={$_.Created.ToString('o')}},@{n='LastLogonDate';e={if($_.LastLogonDate){$_.LastLogonDate.ToString('o')}}},@{n='PasswordLastSet';e={if($_.PasswordLastSet){$_.PasswordLastSet.ToString('o')}}},PasswordNeverExpires,PasswordNotRequired,LockedOut,SmartcardLogonRequired,AdminCount,Description,DistinguishedName,@{n='MemberOf';e={$_.MemberOf -join ';'}} | Export-Csv corp.csv -NoTypeInformation -Encoding UTF8\`.

## What is lost

Dates in the style of a country (\`3/4/2024 1:00:00 PM\`) are taken only where day and month cannot be mistaken for each other; otherwise the line is rejected: export them as above. \`MemberOf\` without \`-join\` holds the name of a .NET class and no groups; then there are no memberships, ask for \`Get-ADGroupMember\`. The primary group is not part of \`MemberOf\`. Administrator is who has \`AdminCount = 1\` or belongs directly to a privileged group. The domain follows from \`DistinguishedName\`, else from the name of the file. \`LastLogonDate\` lags by up to 14 days.
`,
  },
  {
    folder: 'audit-schedule',
    extract: null,
    text: null,
    yaml: `id: audit-schedule
version: 1
title: Schedule of audits
formats: [yaml, json]
records: [audit_schedule]
keyed: true
detect:
  columns: [frequency]
targets:
  - table: audit_schedule
    key: [audit]
    columns:
      audit: { from: [$key], required: true }
      frequency: { from: [frequency], as: lower, required: true }
      scope: { from: [scope] }
      owner: { from: [owner] }
`,
    readme: `# Schedule of audits

## How to obtain it

Ask for the schedule as it was in force in the period: a YAML or JSON file with the key \`audit_schedule\` and one entry an audit, by name.

## What is lost

Comments of the YAML file. Frequencies are kept as words; procedures know which they understand.
`,
  },
  {
    folder: 'audit-trail-ndjson',
    extract: null,
    text: null,
    yaml: `id: audit-trail-ndjson
version: 1
title: Hash-chained audit trail
formats: [ndjson]
detect:
  columns: [event_type, occurred_at, hash, previous_hash]
chain: true
targets:
  - table: audit_events
    key: [event_id]
    moment: occurred_at
    columns:
      chain: { as: chain }
      seq: { as: position }
      event_id: { from: [id, event_id], required: true }
      occurred_at: { from: [timestamp, occurred_at, time], required: true }
      event_type: { from: [event_type, type, event], as: lower, required: true }
      user_email: { from: [user, user_email, subject] }
      system: { from: [system] }
      resource: { from: [resource] }
      action: { from: [action] }
      permission: { from: [permission] }
      actor: { from: [actor, performed_by], as: email }
      reason: { from: [reason] }
      exception_id: { from: [exception_id] }
      metadata: { from: [metadata] }
      hash: { from: [hash] }
      previous_hash: { from: [previous_hash, prev_hash] }
`,
    readme: `# Hash-chained audit trail

## How to obtain it

Export the audit trail as NDJSON, one event a line in the order in which it was written, without any change of the lines: re-formatting destroys the proof. Ask for an anchor (count and hash of the last event) from a place that the administrators of the trail cannot write to.

## What is lost

The table holds what procedures ask for; the chain is verified from the bytes of the file itself. The chain is named after the file, without its ending.
`,
  },
  {
    folder: 'audits-performed',
    extract: null,
    text: null,
    yaml: `id: audits-performed
version: 1
title: Audits performed
formats: [csv, xlsx, json, ndjson]
records: ['', audits_performed, audits]
detect:
  columns: [audit, performed_at]
targets:
  - table: audits_performed
    moment: performed_at
    columns:
      audit: { from: [Audit, Audit Name], required: true }
      performed_at: { from: [Performed At, Performed, Date], required: true }
      performed_by: { from: [Performed By, Auditor] }
      reference: { from: [Reference, Evidence, Report] }
`,
    readme: `# Audits performed

## How to obtain it

Ask for the list of audits that were carried out, with date, who did each, and where the evidence is kept.

## What is lost

Nothing.
`,
  },
  {
    folder: 'aws-access-analyzer',
    extract: awsAccessAnalyzer,
    text: null,
    yaml: `id: aws-access-analyzer
version: 1
title: Findings of AWS IAM Access Analyzer
formats: [json, ndjson, yaml]
records: [findings, finding, '']
detect:
  keys: [id, resourceType, resourceOwnerAccount, createdAt, status]
targets:
  - table: external_findings
    of: finding
    key: [tool, finding_id]
    columns:
      tool: {}
      finding_id: { required: true }
      resource: {}
      principal: {}
      title: {}
      severity: {}
      status: { as: lower }
      found_at: {}
      details: {}
`,
    readme: `# Findings of AWS IAM Access Analyzer

## How to obtain it

For each analyzer and region \`aws accessanalyzer list-findings-v2 --analyzer-arn ARN > findings.json\` (or \`list-findings\`, the first version), and for the particulars of one finding \`get-finding-v2\`. All four answers are read.

## What is lost

Nothing of a finding: what has no column of its own stands in the details. \`list-findings-v2\` does not name the principal; \`get-finding-v2\` does. The tool states no severity. Findings say what policies allow, not what was done.
`,
  },
  {
    folder: 'aws-authorization-details',
    extract: awsAuthorizationDetails,
    text: null,
    yaml: `id: aws-authorization-details
version: 1
title: AWS users, groups, roles and policies (get-account-authorization-details)
formats: [json, yaml]
records: [UserDetailList, GroupDetailList, RoleDetailList, Policies]
also: [UserDetailList, GroupDetailList, RoleDetailList, Policies]
detect:
  keys: [Arn, Path, CreateDate]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { required: true }
      account_id: { required: true }
      email: {}
      kind: {}
      is_admin: {}
      created_at: {}
      last_login_at: {}
      details: {}
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { required: true }
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      details: {}
  - table: memberships
    of: membership
    key: [as_of, system, group_id, member_kind, member_id]
    columns:
      as_of: { as: taken }
      system: {}
      group_id: {}
      member_kind: {}
      member_id: {}
  - table: entitlements
    of: entitlement
    columns:
      system: {}
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# AWS users, groups, roles and policies

## How to obtain it

\`aws iam get-account-authorization-details > authorization-details.json\`, once for each AWS account. The command line puts the pages of large accounts together by itself; single pages are read too, with a note that more follow. The file does not say when it was taken: the moment is that of the import or of the engagement.

The system of a row is \`aws-\` and the account number. Users are accounts by their name, roles are accounts \`role/NAME\` of the kind \`service\`, since they are nobody's own. Each Allow statement becomes one row of \`grants\` for every pair of action and resource, with \`via\` as the path: the group, then the policy. Who may step into a role, by its trust policy, is a row of \`grants\` on the role's ARN with \`via\` = \`trust policy\`; \`account 123456789012\` there means everybody whom that account allows.

## What is lost

- Deny statements are no access, so they are no rows of \`grants\`: they are listed in the details of the account (\`denies\`) and beside the grants that they take away (\`denied_by\`). Whether a condition is met cannot be told from the file.
- \`NotAction\` is read as every action and \`NotResource\` as every resource, with what is excepted in the details: more is shown than is held, never less.
- Policies of AWS whose text is not in the file stand as one row with the policy's ARN as permission and \`text: not in the file\`.
- Policies on resources (buckets, keys, queues), service control policies and session policies are in other exports. Permission boundaries are named, not applied.
- \`privileged\` marks \`*\`, everything of a service that governs access or its record (IAM, Organizations, SSO, STS, KMS, CloudTrail), and the writing calls of IAM.
`,
  },
  {
    folder: 'aws-cloudtrail',
    extract: awsCloudtrail,
    text: null,
    yaml: `id: aws-cloudtrail
version: 1
title: AWS CloudTrail events
formats: [json, ndjson]
records: [Records, Events, '']
detect:
  any: [[eventName, eventID, eventSource], [CloudTrailEvent, EventId]]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { required: true }
      resource: {}
      action: {}
      result: {}
      ip: {}
      user_agent: {}
      bytes: {}
      details: {}
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: { required: true }
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: {}
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      metadata: {}
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower, required: true }
      system: {}
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
`,
    readme: `# AWS CloudTrail events

## How to obtain it

The log files of the trail from its bucket (\`aws s3 sync s3://BUCKET/AWSLogs/ACCOUNT/CloudTrail/ .\`), as they are: \`{"Records":[…]}\`, compressed. Also read: a bare list of events, one event a line, the answer of \`aws cloudtrail lookup-events\` (events as text inside), and each of these compressed with gzip. Digest files and public keys prove that the log files are complete; they are for \`tickmark verify-cloudtrail\`, not for this reader.

Every event is a row of \`access_logs\`. Successful calls that grant, revoke, or change policies, accounts, credentials or logging are rows of \`audit_events\` too, under a type by meaning (\`access_granted\`, \`access_revoked\`, \`policy_updated\`, \`account_created\`, \`account_deleted\`, \`credential_created\`, \`credential_changed\`, \`credential_deleted\`, \`mfa_enabled\`, \`mfa_disabled\`, \`logging_changed\`). Groups and policies given to or taken from a user are rows of \`role_changes\`. The list of calls is \`calls.ts\`.

## What is lost

\`lookup-events\` returns management events of the last 90 days only. Answers of the services (\`responseElements\`) are not kept; requests only with audit events. Sessions of a role count as the account \`role/NAME\`, unless the session is named by an address: then as that person. Calls that come from a service have its name in the details (\`from\`) and no address. Which calls change access is a list: a call missing there is in \`access_logs\` only.
`,
  },
  {
    folder: 'aws-cloudtrail-digest',
    extract: null,
    text: null,
    yaml: `id: aws-cloudtrail-digest
version: 1
title: AWS CloudTrail digest files
formats: [json]
detect:
  keys: [digestS3Object, digestEndTime, logFiles]
targets:
  - table: trail_digests
    key: [digest_object]
    columns:
      digest_object: { from: [digestS3Object], required: true }
      bucket: { from: [digestS3Bucket] }
      aws_account: { from: [awsAccountId] }
      counts_from: { from: [digestStartTime], required: true }
      counts_until: { from: [digestEndTime], required: true }
      key_fingerprint: { from: [digestPublicKeyFingerprint], as: lower }
      previous_object: { from: [previousDigestS3Object] }
      previous_hash: { from: [previousDigestHashValue], as: lower }
  - table: trail_digest_files
    each: logFiles
    key: [log_object]
    columns:
      digest_object: { from: [^digestS3Object] }
      log_object: { from: [s3Object], required: true }
      hash: { from: [hashValue], as: lower }
      oldest_event_at: { from: [oldestEventTime] }
      newest_event_at: { from: [newestEventTime] }
`,
    readme: `# AWS CloudTrail digest files

## How to obtain it

Copy \`AWSLogs/<account>/CloudTrail-Digest/\` out of the bucket with its folders, for every region and for one day more than
the period on either side, and \`AWSLogs/<account>/CloudTrail/\` with the log files. Beside them: the public keys
(\`aws cloudtrail list-public-keys\`) and the metadata of the newest digest (\`aws s3api head-object\`).

## What is lost

Nothing that is verified: \`tickmark verify-cloudtrail\` reads the files themselves. The tables hold what the digests state.
`,
  },
  {
    folder: 'aws-cloudtrail-keys',
    extract: awsCloudtrailKeys,
    text: null,
    yaml: `id: aws-cloudtrail-keys
version: 1
title: AWS CloudTrail public keys
formats: [json]
records: [PublicKeyList, publicKeyList]
detect:
  keys: [Value, Fingerprint, ValidityStartTime]
targets:
  - table: trail_keys
    of: key
    key: [fingerprint]
    columns:
      fingerprint: { as: lower, required: true }
      valid_from: {}
      valid_until: {}
      value: { required: true }
`,
    readme: `# AWS CloudTrail public keys

## How to obtain it

\`aws cloudtrail list-public-keys --start-time … --end-time … --region …\` as JSON, once a region, over the whole period. Have it
run by somebody who cannot write the logs, or compare the fingerprints yourself: the proof rests on these keys.

## What is lost

Nothing. A key whose fingerprint is not its own is refused by the verification.
`,
  },
  {
    folder: 'aws-cloudtrail-signature',
    extract: awsCloudtrailSignature,
    text: null,
    yaml: `id: aws-cloudtrail-signature
version: 1
title: AWS CloudTrail digest signature (object metadata)
formats: [json]
detect:
  any: [[Metadata, ETag], [Metadata, ContentType], [Metadata, AcceptRanges]]
targets:
  - table: trail_signatures
    of: signature
    key: [file]
    columns:
      file: { as: chain }
      signature: { as: lower, required: true }
      algorithm: {}
`,
    readme: `# AWS CloudTrail digest signature

## How to obtain it

\`aws s3api head-object --bucket … --key …/CloudTrail-Digest/…Z.json.gz > …Z.json.gz.head.json\` for the newest digest of each
region, and for the last one before a hole. S3 keeps the signature of a digest in the metadata of the object, where a copy
of the file loses it; every other signature is repeated by the next digest.

## What is lost

What else S3 says of the object.
`,
  },
  {
    folder: 'aws-credential-report',
    extract: awsCredentialReport,
    text: null,
    yaml: `id: aws-credential-report
version: 1
title: AWS IAM credential report
formats: [csv, xlsx]
detect:
  keys: [user, arn, user_creation_time, password_last_used, mfa_active]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { required: true }
      account_id: { required: true }
      email: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      details: {}
  - table: credentials
    of: credential
    key: [system, account_id, kind, credential_id]
    columns:
      system: {}
      account_id: {}
      kind: {}
      credential_id: {}
      status: {}
      created_at: {}
      last_used_at: {}
      last_rotated_at: {}
      expires_at: {}
      details: {}
`,
    readme: `# AWS IAM credential report

## How to obtain it

\`aws iam generate-credential-report\`, then
\`aws iam get-credential-report --query Content --output text | base64 -d > credential-report.csv\`, once for each AWS account. The answer of \`get-credential-report\` as JSON, with the report inside, is read as well. In the console: IAM, Credential report, Download.

The system of a row is \`aws-\` and the account number in its ARN. The root user is the account \`<root_account>\`, kind \`shared\`, with \`is_admin\`.

## What is lost

The report says nothing about rights: those are in \`get-account-authorization-details\`. An access key that was deleted is not told from one that never was. \`last_login_at\` is the latest use of any credential of the account, not of the password alone; the words \`no_information\` and \`N/A\` for the password's last use stay in the details. Whether a user without a password is a person or a program is not stated, so the kind stays empty.
`,
  },
  {
    folder: 'azure-role-assignments',
    extract: azureRoleAssignments,
    text: null,
    yaml: `id: azure-role-assignments
version: 1
title: Azure role assignments
formats: [json, csv, xlsx, yaml, ndjson]
records: [value, '']
detect:
  any: [[principalId, roleDefinitionName, scope], [ObjectId, RoleDefinitionName, Scope]]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { required: true }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      details: {}
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: {}
      account_id: { as: account, required: true }
      display_name: {}
      kind: {}
      details: {}
  - table: entitlements
    of: entitlement
    columns:
      system: {}
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# Azure role assignments

## How to obtain it

For each subscription \`az role assignment list --all --include-inherited --include-groups -o json > assignments.json\`, or in PowerShell \`Get-AzRoleAssignment | ConvertTo-Json\` (or \`| Export-Csv -NoTypeInformation\`). The files do not say when they were taken.

The system is \`azure\`, the scope is the resource, the role the permission. Users are accounts by their sign-in name, groups and service principals by their name.

## What is lost

What a role contains, deny assignments, and eligible assignments that are not activated (ask for those of Privileged Identity Management). Members of groups come from Entra ID. Assignments of principals that were deleted are kept, with \`deleted\` in the details. \`privileged\` marks Owner, Contributor, User Access Administrator, and every role whose name ends in Administrator.
`,
  },
  {
    folder: 'baton-c1z',
    extract: batonC1z,
    text: null,
    yaml: `id: baton-c1z
version: 1
title: Baton sync file
formats: [c1z]
records: [resources]
also: [grants, entitlements, resource_types]
detect:
  keys: [type, id]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { as: chain }
      account_id: { as: account, required: true }
      email: {}
      display_name: {}
      kind: {}
      status: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      details: { as: json }
  - table: entitlements
    of: entitlement
    key: [system, resource, permission]
    columns:
      system: { as: chain }
      resource: { required: true }
      permission: { required: true }
  - table: memberships
    of: membership
    key: [as_of, system, group_id, member_kind, member_id]
    columns:
      as_of: { required: true }
      system: { as: chain }
      group_id: { required: true }
      member_kind: {}
      member_id: { as: account, required: true }
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission]
    columns:
      as_of: { required: true }
      system: { as: chain }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: { required: true }
      details: { as: json }
`,
    readme: `# Baton sync file

## How to obtain it

Run the baton connector of the product (\`baton-okta\`, \`baton-github\` and many more): it writes \`sync.c1z\`. Name the file after the system (\`okta.c1z\`): the file itself does not name it, so its name becomes the system. Ask for the SQLite form; the newer Pebble form is refused.

## What is lost

The latest complete sync is read, without one the latest begun, and the receipt says so; earlier ones are passed over. Records are counted in the order resources, grants, entitlements, resource types. Users become accounts, named by login, else address, else id; groups and other holders stand by type and id. A grant that baton marks as expandable gives the same to everybody who holds what it is expanded from: those grants are worked out here, with their path, and marked \`expanded\` (an unexpanded sync and an expanded one come to the same holders). Profiles, icons, external links and connector state stay in the source. Which permission is privileged is not in the file.
`,
  },
  {
    folder: 'business-hours',
    extract: null,
    text: null,
    yaml: `id: business-hours
version: 1
title: Business hours and holidays
formats: [yaml, json]
records: [business_hours]
also: [holidays]
detect:
  columns: [weekday, opens]
targets:
  - table: business_hours
    key: [weekday]
    columns:
      weekday: { from: [weekday, day], required: true }
      opens: { from: [opens, open, from], required: true }
      closes: { from: [closes, close, until], required: true }
  - table: holidays
    of: holidays
    key: [day]
    columns:
      day: { from: [day, date], required: true }
      name: { from: [name] }
`,
    readme: `# Business hours

## How to obtain it

Ask for the working time of the audited site: a YAML or JSON file with the lists \`business_hours\` (weekday 1 Monday to 7 Sunday, opens, closes) and \`holidays\` (day, name).

## What is lost

Nothing. Opening is included, closing is not.
`,
  },
  {
    folder: 'chain-anchors',
    extract: null,
    text: null,
    yaml: `id: chain-anchors
version: 1
title: Heads of audit trails, noted independently
formats: [json, yaml, csv, xlsx, ndjson]
records: ['', anchors]
detect:
  columns: [chain, event_count, head]
  absent: [hash, previous_hash]
targets:
  - table: chain_anchors
    key: [chain, event_count]
    columns:
      chain: { from: [chain, log] }
      event_count: { from: [event_count, count, size, events], required: true }
      head: { from: [head, head_hash], required: true, as: lower }
      origin: { from: [origin, stated_by] }
`,
    readme: `# Heads of audit trails

## How to obtain it

At any moment, note the number of events of a log and the hash of its last one, and keep the note where whoever can
write the log cannot: \`{"chain": "audit-trail", "count": 12172, "head": "…"}\`, or a list of these. \`tickmark
verify-chain\` prints both; earlier evidence packages carry them in \`data/integrity.json\`.

## What is lost

Nothing. Signed checkpoints (C2SP) are given to \`verify-chain --anchor\` instead, which checks their signature.
`,
  },
  {
    folder: 'detection-runs',
    extract: null,
    text: null,
    yaml: `id: detection-runs
version: 1
title: Runs of the client's drift detection
formats: [csv, xlsx, json, ndjson]
records: ['', runs]
detect:
  columns: [run_id, started_at, grants_checked]
targets:
  - table: detection_runs
    key: [run_id]
    moment: started_at
    columns:
      run_id: { from: [Run, Run ID], required: true }
      started_at: { from: [Started At, Started], required: true }
      finished_at: { from: [Finished At, Finished, Ended At], none: ['-'] }
      status: { from: [Status, Result], as: lower }
      grants_checked: { from: [Grants Checked, Checked] }
      drift_found: { from: [Drift Found, Found] }
`,
    readme: `# Detection runs

## How to obtain it

Export the run history of the drift detection for the period, failed runs included.

## What is lost

Nothing.
`,
  },
  {
    folder: 'dormancy-warnings',
    extract: null,
    text: null,
    yaml: `id: dormancy-warnings
version: 1
title: Warnings before unused accounts are disabled
formats: [csv, xlsx, json, ndjson]
records: ['', warnings]
detect:
  columns: [account, warned_at]
targets:
  - table: dormancy_warnings
    moment: warned_at
    columns:
      account: { from: [Account, User, Username], as: lower, required: true }
      system: { from: [System, Application] }
      warned_at: { from: [Warned At, Warned], required: true }
      disabled_at: { from: [Disabled At, Disabled], none: ['-'] }
`,
    readme: `# Dormancy warnings

## How to obtain it

Export the warnings sent to holders of unused accounts, and when the accounts were disabled.

## What is lost

Nothing.
`,
  },
  {
    folder: 'download-log-ndjson',
    extract: null,
    text: null,
    yaml: `id: download-log-ndjson
version: 1
title: Download log
formats: [ndjson, csv, json, xlsx]
records: ['', downloads, logs]
detect:
  columns: [account, bytes]
  absent: [result, outcome, status_code, status]
targets:
  - table: access_logs
    moment: occurred_at
    columns:
      occurred_at: { from: [timestamp, time, occurred_at], required: true }
      account: { from: [user, account, username], as: lower, required: true }
      system: { from: [system, application] }
      resource: { from: [resource, file, object] }
      action: { constant: download }
      result: { constant: success }
      ip: { from: [ip, ip_address, source_ip] }
      user_agent: { from: [user_agent] }
      bytes: { from: [bytes_downloaded, downloaded_bytes, download_size], required: true }
`,
    readme: `# Download log

## How to obtain it

Export every download of the period with account, resource and number of bytes.

## What is lost

Each line counts as one successful download; attempts that failed are not part of such an export.
`,
  },
  {
    folder: 'drift-log',
    extract: null,
    text: null,
    yaml: `id: drift-log
version: 1
title: The client's own drift log
formats: [csv, xlsx, json, ndjson]
records: ['', drift, incidents]
detect:
  columns: [incident_id, detected_at, resource]
targets:
  - table: reported_drift
    key: [incident_id, user_email, resource, permission]
    moment: detected_at
    columns:
      incident_id: { from: [Incident, Incident ID, ID], required: true }
      user_email: { from: [User, User Email, Account], required: true }
      system: { from: [System, Application] }
      resource: { from: [Resource, Entitlement] }
      permission: { from: [Permission, Access Level] }
      detected_at: { from: [Detected At, Detected], required: true }
      resolved_at: { from: [Resolved At, Resolved, Closed At], none: [open, n/a, '-'] }
      resolution: { from: [Resolution, Route], as: lower }
      status: { from: [Status, State] }
`,
    readme: `# Client's drift log

## How to obtain it

Ask for the log of the drift detection for the period, open incidents included.

## What is lost

These are the client's statements, kept apart from what is recomputed from the sources and compared with it.
`,
  },
  {
    folder: 'entra-access-reviews',
    extract: entraAccessReviews,
    text: null,
    yaml: `id: entra-access-reviews
version: 1
title: Decisions of Entra ID access reviews
formats: [json, ndjson]
records: [value, '']
detect:
  keys: [accessReviewId, decision, reviewedBy]
targets:
  - table: review_campaigns
    of: campaign
    key: [campaign_id]
    columns:
      campaign_id: { required: true }
      review_type: {}
      scope: {}
  - table: review_items
    of: item
    key: [campaign_id, item_id]
    columns:
      campaign_id: {}
      item_id: { required: true }
      user_email: {}
      system: {}
      resource: {}
      permission: {}
  - table: review_answers
    of: answer
    key: [campaign_id, item_id, reviewer_email]
    moment: decided_at
    columns:
      campaign_id: {}
      item_id: { required: true }
      reviewer_email: {}
      decided_at: {}
      decision: {}
      comment: {}
      answers: {}
`,
    readme: `# Decisions of Entra ID access reviews

## How to obtain it

Microsoft Graph, for each instance of each review: \`GET /identityGovernance/accessReviews/definitions/{id}/instances/{id}/decisions\`, all pages, one file for each instance.

Each item is a row of \`review_items\`; one that was decided is also a row of \`review_answers\` (\`Approve\` → approve, \`Deny\` → revoke, \`DontKnow\` → unsure). \`NotReviewed\` is no answer. The review is one row of \`review_campaigns\` under its id.

## What is lost

Start, due date and state of the review: they are in the definition and its instances, not among the decisions. Who was asked to review and did not is not stated. The recommendation of the service and what was applied stand beside the answer.
`,
  },
  {
    folder: 'entra-directory-audit',
    extract: entraDirectoryAudit,
    text: null,
    yaml: `id: entra-directory-audit
version: 1
title: Entra ID directory audit
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[activityDateTime, activityDisplayName, initiatedBy], [Date (UTC), Activity, ActorUserPrincipalName], [Date (UTC), Activity, Actor UPN]]
targets:
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: { required: true }
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: {}
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      reason: {}
      metadata: {}
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: {}
      resource: {}
      action: {}
      result: {}
      ip: {}
      details: {}
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower, required: true }
      system: {}
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
      justification: {}
`,
    readme: `# Entra ID directory audit

## How to obtain it

Portal: Audit logs, set the time range, Download (JSON or CSV). Microsoft Graph: \`GET /auditLogs/directoryAudits?$filter=activityDateTime ge 2024-07-01T00:00:00Z\`. Log Analytics: the table \`AuditLogs\`, exported as JSON or CSV. Entra ID keeps 30 days (7 without a Premium licence).

Each successful entry is a row of \`audit_events\`, under a type by meaning (\`access_granted\`, \`access_revoked\`, \`account_created\`, \`account_deleted\`, \`account_disabled\`, \`account_enabled\`, \`credential_changed\`, \`mfa_changed\`, \`policy_updated\`) or else the activity's own name in lower case. Entries that failed are rows of \`access_logs\` with the result \`denied\`. Roles given to or taken from a person are rows of \`role_changes\`.

## What is lost

Nothing that an entry says of its targets: it stands in the metadata. Entries for the same change by several services share a correlation id and are several events. The CSV of the portal has no id of the event: its correlation id takes that place, and the receipt counts it as a duplicate where one request made several changes.
`,
  },
  {
    folder: 'entra-group-members',
    extract: entraGroupMembers,
    text: null,
    yaml: `id: entra-group-members
version: 1
title: Members of Entra ID groups
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[id, displayName, members], [userPrincipalName, objectType, isGroup], [groupDisplayName, userPrincipalName]]
targets:
  - table: memberships
    of: membership
    key: [as_of, system, group_id, member_kind, member_id]
    columns:
      as_of: { as: taken }
      system: {}
      group_id: [{ from: [group_id] }, { as: chain }]
      member_kind: {}
      member_id: { as: account, required: true }
  - table: entitlements
    of: entitlement
    columns:
      system: {}
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# Members of Entra ID groups

## How to obtain it

Microsoft Graph: \`GET /groups?$select=id,displayName,isAssignableToRole&$expand=members\`, all pages. Graph expands at most 20 members of a group in this call; for larger ones take the portal: Groups, the group, Members, Bulk operations, Download members (CSV). That file does not name its group: **name the file after the group**. A CSV with the columns \`groupDisplayName\` and \`userPrincipalName\`, as scripts write it, is read too.

The system is \`entra\`. Groups are known by their display name, people by their user principal name; members that are groups have the kind \`group\`.

## What is lost

Owners of groups, rules of dynamic groups, and members for a limited time (Privileged Identity Management for groups). Two groups of one name are not told apart.
`,
  },
  {
    folder: 'entra-role-assignments',
    extract: entraRoleAssignments,
    text: null,
    yaml: `id: entra-role-assignments
version: 1
title: Entra ID roles, eligible and active (Privileged Identity Management)
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[principalId, roleDefinitionId, directoryScopeId], [Role Name, Principal Name, Assignment State], [Role, Member, Assignment State]]
  absent: [roleDefinitionName]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { required: true }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      expires_at: {}
      details: {}
  - table: entitlements
    of: entitlement
    columns:
      system: {}
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# Entra ID roles, eligible and active

## How to obtain it

Microsoft Graph, both: \`GET /roleManagement/directory/roleAssignmentScheduleInstances?$expand=principal,roleDefinition\` (active) and \`GET /roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal,roleDefinition\` (eligible). Without Privileged Identity Management: \`GET /roleManagement/directory/roleAssignments?$expand=principal\`. Portal: Privileged Identity Management, Entra roles, Assignments, Export (CSV).

Each assignment is a row of \`grants\` of the system \`entra\`: \`via\` is \`active\` or \`eligible\` (with \`> group\` where a group holds it), \`activated\` in the details marks one that somebody switched on for a while, \`permanent\` one without an end. \`directory\` as resource is the whole tenant.

Headers of the portal's CSV (\`Assignment State\`, \`User Group Name\`, \`Role Name\`, \`PrincipalName\`, \`Member Type\`, \`Assignment Start Time (UTC)\`, \`Assignment End Time (UTC)\`): as described by administrators who publish on the export; Microsoft's page "View, download, and export role assignments" does not list them. Fields of the interface: Microsoft Graph reference, \`unifiedRoleAssignmentScheduleInstance\`.

## What is lost

Who activated a role, when and with what reason: that is in the directory audit. Settings of roles (approval, duration, second factor) are another export. Without \`$expand\` the principal is an id, and roles that Microsoft did not build in are too.
`,
  },
  {
    folder: 'entra-sign-ins',
    extract: entraSignIns,
    text: null,
    yaml: `id: entra-sign-ins
version: 1
title: Entra ID sign-ins
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[createdDateTime, userPrincipalName, appDisplayName, ipAddress], [Date (UTC), Username, Application, IP address, Status], [TimeGenerated, UserPrincipalName, AppDisplayName, IPAddress, ResultType]]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: {}
      resource: {}
      action: {}
      result: {}
      status_code: {}
      ip: {}
      user_agent: {}
      details: {}
`,
    readme: `# Entra ID sign-ins

## How to obtain it

Portal: Sign-in logs, set the time range, Download (JSON or CSV); interactive, non-interactive and service principal sign-ins are separate files. Microsoft Graph: \`GET /auditLogs/signIns?$filter=createdDateTime ge 2024-07-01T00:00:00Z\`. Log Analytics: the table \`SigninLogs\`, exported as CSV or JSON. Entra ID keeps 30 days (7 without a Premium licence): for a whole period the client must have stored them elsewhere.

The system is \`entra\`, the application the resource. \`denied\` is a refused sign-in; one that waits for a second factor or consent is \`error\`, since it is neither refused nor done.

## What is lost

Steps of the authentication and each policy of conditional access that was evaluated: only the overall result is kept. The download of the portal is cut at 100,000 rows without saying so: compare the first and last time with the range that was asked for.
`,
  },
  {
    folder: 'entra-users',
    extract: entraUsers,
    text: null,
    yaml: `id: entra-users
version: 1
title: Entra ID users
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[userPrincipalName, userType], [userPrincipalName, accountEnabled], [userPrincipalName, isMfaRegistered]]
  absent: [SamAccountName, DistinguishedName, isGroup, objectType, appDisplayName]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: {}
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      details: {}
`,
    readme: `# Entra ID users

## How to obtain it

From Microsoft Graph: \`GET /users?$select=id,userPrincipalName,mail,displayName,userType,accountEnabled,createdDateTime,employeeId,jobTitle,department,signInActivity&$top=999\`, all pages. In the portal: Users, Bulk operations, Download users (CSV). For second factors and administrators: \`GET /reports/authenticationMethods/userRegistrationDetails\`, or the portal's download of User registration details. \`Get-MgUser | ConvertTo-Json\` and \`Get-AzureADUser\` exports are read as well.

The system is \`entra\`, the account is the user principal name. Guests have the kind \`guest\`; their address is \`mail\`, not their name.

## What is lost

The portal's list states neither the last sign-in nor second factors: what a file does not state is listed under \`not_stated\` in the details, where an empty column does not mean never. Sign-in activity needs a Premium licence of the client. Roles come from the role assignments.
`,
  },
  {
    folder: 'exception-extensions',
    extract: null,
    text: null,
    yaml: `id: exception-extensions
version: 1
title: Extensions of exceptions
formats: [csv, xlsx, json, ndjson]
records: ['', extensions]
detect:
  columns: [new_expires_at]
targets:
  - table: exception_extensions
    key: [exception_id, extended_at]
    moment: extended_at
    columns:
      exception_id: { from: [Exception, Exception ID], required: true }
      extended_at: { from: [Extended At, Extended], required: true }
      old_expires_at: { from: [Old Expiry, Old Expires At, Previous Expiry] }
      new_expires_at: { from: [New Expiry, New Expires At], required: true }
      requested_by: { from: [Requested By, Requester], as: email }
      approved_by: { from: [Approved By, Approver], as: email }
      approved_at: { from: [Approved At] }
`,
    readme: `# Extensions of exceptions

## How to obtain it

Export every extension of an exception with the expiry before and after, who asked and who approved.

## What is lost

Nothing.
`,
  },
  {
    folder: 'exceptions-json',
    extract: null,
    text: null,
    yaml: `id: exceptions-json
version: 1
title: Exceptions to policy
formats: [json, yaml, ndjson, csv, xlsx]
records: [exceptions, '', exception]
detect:
  columns: [user_email, resource, permission, expires_at]
  absent: [Incident, Level, Request, Snapshot, event_type]
targets:
  - table: exceptions
    key: [exception_id]
    columns:
      exception_id: { from: [id, exception, exception_id], required: true }
      user_email: { from: [user, user_email, beneficiary, account], required: true }
      system: { from: [system] }
      resource: { from: [resource], required: true }
      permission: { from: [permission, access_level], required: true }
      justification: { from: [justification, reason] }
      business_need: { from: [business_need, category] }
      project_id: { from: [project_id, project] }
      requested_by: { from: [requested_by, requester], as: email }
      requested_at: { from: [requested_at] }
      approved_by: { from: [approved_by, approver], as: email }
      approved_at: { from: [approved_at] }
      approval_note: { from: [approval_note] }
      granted_at: { from: [granted_at] }
      expires_at: { from: [expires_at, expiry], required: false, none: [never, none, n/a, '-'] }
      original_expires_at: { from: [original_expires_at, original_expiry] }
      revoked_at: { from: [revoked_at] }
      ended_by: { from: [ended_by] }
      reviewed_at: { from: [reviewed_at, last_reviewed_at] }
      status: { from: [status], as: lower }
`,
    readme: `# Exceptions

## How to obtain it

Export all exceptions that were open at any time in the period, expired and revoked ones included, as JSON: an object with the list \`exceptions\`, or the list itself.

## What is lost

Resources written \`system:resource\` are split once the system is known from another source. The client's status is kept, but dates decide. Fields beyond the expected form are named on the receipt as not used.
`,
  },
  {
    folder: 'file-permissions',
    extract: null,
    text: null,
    yaml: `id: file-permissions
version: 1
title: Files and their modes
formats: [csv, xlsx, ndjson, json]
records: ['', files]
detect:
  columns: [path, mode]
targets:
  - table: file_permissions
    key: [host, path]
    columns:
      host: { from: [host, hostname, server] }
      path: { from: [path, file, filename], required: true }
      owner: { from: [owner, user] }
      group_name: { from: [group, group_name] }
      mode: { from: [mode, permissions, perm], as: mode, required: true }
      file_type: { from: [type, file_type], values: { f: file, d: directory, l: symlink, regular file: file, symbolic link: symlink, dir: directory } }
      size_bytes: { from: [size, size_bytes, bytes] }
      modified_at: { from: [modified, modified_at, mtime] }
`,
    readme: `# Files and their modes

## How to obtain it

On each host: \`find PATH -printf '"%p",%u,%g,%m,%y,%s,%TY-%Tm-%TdT%TH:%TM:%.2TSZ\\n'\` with \`TZ=UTC\`, the name of the host in front and a header line.

## What is lost

Modes are kept as four octal digits; letters such as \`drwxr-xr-x\` are translated. Access control lists beyond the mode are not part of this export.
`,
  },
  {
    folder: 'gcp-iam',
    extract: gcpIam,
    text: null,
    yaml: `id: gcp-iam
version: 1
title: Google Cloud IAM policies and asset inventory
formats: [json, yaml, ndjson, csv]
records: [bindings, policy.bindings, results, assets, '']
detect:
  any: [[role, members], [bindings.role, bindings.members], [name, asset_type], [name, assetType], [resource, policy, assetType], [resource, policy, project]]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { required: true }
      account_id: { as: account, required: true }
      resource: [{ from: [resource] }, { as: chain }]
      permission: { required: true }
      via: {}
      expires_at: {}
      details: {}
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: {}
      account_id: { as: account, required: true }
      email: {}
      display_name: {}
      kind: {}
      status: {}
      details: {}
  - table: credentials
    of: credential
    key: [system, account_id, kind, credential_id]
    columns:
      system: {}
      account_id: { as: account, required: true }
      kind: {}
      credential_id: {}
      status: {}
      created_at: {}
      last_rotated_at: {}
      expires_at: {}
      details: {}
  - table: entitlements
    of: entitlement
    columns:
      system: {}
      resource: { required: true }
      permission: {}
      privileged: {}
`,
    readme: `# Google Cloud IAM policies and asset inventory

## How to obtain it

Best for a whole organisation: \`gcloud asset search-all-iam-policies --scope=organizations/NUMBER --format=json\`, or \`gcloud asset export --content-type=iam-policy\` (and \`--content-type=resource\` for service accounts, their keys and roles of one's own). For one project: \`gcloud projects get-iam-policy PROJECT --format=json > PROJECT.json\`, as JSON or YAML, or flattened to CSV with the columns \`role\` and \`members\`. A single policy does not say what it belongs to: **name the file after the project** (or folder, organisation, bucket); the name without its ending becomes the resource.

The system is \`gcp\`. Each member of each binding is a row of \`grants\`: the role is the permission. Members are accounts by their address; \`via\` is \`group ADDRESS\` for groups, whose members are not in this file. A condition that only sets an end becomes \`expires_at\`; every condition stands in the details, \`allUsers\` and \`allAuthenticatedUsers\` as \`public\`.

## What is lost

- Inheritance: what is given on a folder or organisation holds for the projects below; the row names where it is given.
- What a role contains. \`privileged\` marks owner, editor, all roles whose name ends in admin, and those of IAM; roles of one's own that can set policies or act as service accounts.
- Audit settings of a policy (who is exempt from logging), deny policies, and the particulars of other assets: an asset without a policy is a row of \`entitlements\` with its name only.
- Whether and when a service account or key was used: ask for the activity analysis (\`policy-analyzer\`) beside it.
`,
  },
  {
    folder: 'gcp-logs',
    extract: gcpLogs,
    text: null,
    yaml: `id: gcp-logs
version: 1
title: Google Cloud audit logs and Access Transparency
formats: [json, ndjson, yaml]
records: [entries, '']
detect:
  any: [[logName, protoPayload], [insertId, protoPayload], [logName, jsonPayload]]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: {}
      resource: {}
      action: {}
      result: {}
      status_code: {}
      ip: {}
      user_agent: {}
      details: {}
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: { required: true }
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: {}
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      metadata: {}
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower, required: true }
      system: {}
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
`,
    readme: `# Google Cloud audit logs and Access Transparency

## How to obtain it

\`gcloud logging read 'logName:cloudaudit.googleapis.com AND timestamp>="2024-07-01T00:00:00Z" AND timestamp<"2025-01-01T00:00:00Z"' --organization=NUMBER --format=json > audit.json\`, or the download of Logs Explorer (JSON), or the files of a log sink in a bucket (one entry a line). Activity, data access, system event, policy denied and Access Transparency entries may stand in one file. Logs are kept 400 days (activity) and 30 days (data access) unless the client keeps them longer: ask which.

Every audit entry is a row of \`access_logs\`. Changes of bindings are rows of \`audit_events\` (\`access_granted\`, \`access_revoked\`), one for each member, and of \`role_changes\` where the member is a person; calls that change service accounts, keys, roles, organisation policies and log sinks are audit events as well. Access Transparency entries are uses by the account \`provider staff (EMPLOYER)\`, with \`provider_staff\` in the details.

## What is lost

Answers of the services and the fields of a request that change no access. Data access logging is off by default: a file without such entries does not show that nothing was read. Entries of other logs are rejected with that reason.
`,
  },
  {
    folder: 'gcp-projects',
    extract: null,
    text: null,
    yaml: `id: gcp-projects
version: 1
title: Google Cloud projects
formats: [json, yaml, csv, ndjson]
records: [projects, '']
detect:
  keys: [project_id, project_number, lifecycle_state]
targets:
  - table: entitlements
    key: [system, resource]
    columns:
      system: { constant: gcp }
      resource: { from: [projectId, project_id], required: true }
      owner_email: { from: [labels.owner_email, labels.owner] }
      data_class: { from: [labels.data_class, labels.classification] }
`,
    readme: `# Google Cloud projects

## How to obtain it

\`gcloud projects list --format=json > projects.json\`, by somebody who may see the whole organisation; \`--format="csv(projectId,projectNumber,name,lifecycleState)"\` is read too.

Each project is a row of \`entitlements\` under its id: the population of projects against which policies and logs can be compared.

## What is lost

Folders and the organisation above a project, its state and number, and labels except \`owner\` and \`data_class\`.
`,
  },
  {
    folder: 'github-audit-log',
    extract: githubAuditLog,
    text: null,
    yaml: `id: github-audit-log
version: 1
title: GitHub audit log
formats: [ndjson, json, csv, xlsx]
records: [events, '']
detect:
  any:
    - [action, actor, created_at]
    - [action, actor, '@timestamp', _document_id]
    - [action, actor, '@timestamp', org]
    - [action, actor, '@timestamp', operation_type]
  absent: [hash, previous_hash, event_type, eventType, result, outcome, resource, verb, entity_type, target, target_type, ticket]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { constant: github }
      resource: {}
      action: {}
      result: {}
      ip: {}
      user_agent: {}
      details: { as: json }
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: {}
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: { constant: github }
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      metadata: { as: json }
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower }
      system: { constant: github }
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
`,
    readme: `# GitHub audit log

## How to obtain it

Organisation (or enterprise) settings > Logs > Audit log > Export > JSON, or \`GET /orgs/{org}/audit-log?include=all&phrase=created:…\` with every page joined; streamed logs (one event a line) have the same fields. Git events (\`git.clone\`, \`git.push\`) are kept for seven days only unless they are streamed.

## What is lost

Git traffic, downloads and sign-ins become use; everything else becomes a change with a type by its meaning (\`access_granted\`, \`access_revoked\`, \`role_changed\`, \`policy_updated\`, \`account_created\`, \`account_disabled\`), or GitHub's own action where it has none; the action always stays. Persons are named by login, not by address. Times without a zone are UTC. Every field that has no column is in \`metadata\`. A user whose login is the actor's own is the actor.
`,
  },
  {
    folder: 'github-members',
    extract: githubMembers,
    text: null,
    yaml: `id: github-members
version: 1
title: Members of a GitHub organisation
formats: [json, ndjson, csv, xlsx]
records: [members, '']
detect:
  any:
    - [login, node_id, site_admin]
    - [login, tfa_enabled]
    - [login, two_factor_enabled, role]
    - [login, has_two_factor_enabled]
    - [github com login, github com member roles]
    - [login, is_public, role]
  absent: [System, access_level]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: github }
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: { as: json }
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { constant: github }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
`,
    readme: `# Members of a GitHub organisation

## How to obtain it

Organisation > People > Export > CSV or JSON (an owner can; it carries role, second factor, last activity and SAML name). By the interface: \`GET /orgs/{org}/members?role=admin\` and \`?role=member\`, and \`/outside_collaborators\`, each in a file of its own and with the key \`role\` added: the answer does not carry it. The licence list of an enterprise (\`GitHub com login\` …) is read as well.

Headers of the enterprise's membership report (\`GitHub com saml name\`, \`GitHub com verified domain emails\` …): GitHub Docs, "Exporting membership information for your enterprise" and the pages on addresses of licensed users; fields of the interface: GitHub REST API, "Organization members". The organisation's own export is not documented column by column: its names are those of files seen.

## What is lost

Owners count as administrators; a list without roles leaves that open. The account is the login; the address comes from the SAML name or a verified domain address where they are there. Public or hidden membership stays in the details. The export does not state its date. The system is named \`github\`; teams and repositories are other exports.
`,
  },
  {
    folder: 'gitlab-members',
    extract: gitlabMembers,
    text: null,
    yaml: `id: gitlab-members
version: 1
title: Members of GitLab groups and projects
formats: [json, ndjson, csv, xlsx]
records: [members, '']
detect:
  any:
    - [username, access_level, name]
    - [username, max role, access granted]
    - [username, role, membership type, path]
    - [username, state, two_factor_enabled, is_admin]
  absent: [System]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: gitlab }
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: { as: json }
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { constant: gitlab }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
`,
    readme: `# Members of GitLab groups and projects

## How to obtain it

Group > Manage > Members > Export as CSV (\`Username, Name, Access granted, Access expires, Max role, Source\`), or the newer export of all memberships (\`Name, Username, Email, Path, Role, Membership type, Membership source …\`). By the interface: \`GET /groups/{id}/members/all\` and \`/projects/{id}/members/all\`, every page joined, with the key \`path\` added: the answer does not name the group. On one's own server \`GET /users\` (state, second factor, administrator) is read as well.

## What is lost

Levels become words (50 Owner, 40 Maintainer, 30 Developer, 20 Reporter, 15 Planner, 10 Guest, 5 Minimal Access). Owners are privileged; only the list of users states who administers the server. Inherited and shared memberships name where they come from. A list without group has the resource \`(not stated)\`. The export does not state its date.
`,
  },
  {
    folder: 'google-activity',
    extract: googleActivity,
    text: null,
    yaml: `id: google-activity
version: 1
title: Google Workspace activity
formats: [ndjson, json]
records: [items, activities, '']
detect:
  any:
    - [id, actor, events]
    - [id, actor, name, parameters]
    - [id, actor, kind, type]
    - [id, actor, kind, name]
  absent: [uuid, eventType, action, target, eventID]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { constant: google-workspace }
      resource: {}
      action: {}
      result: {}
      ip: {}
      user_agent: {}
      details: { as: json }
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: {}
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: { constant: google-workspace }
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      metadata: { as: json }
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower }
      system: { constant: google-workspace }
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
`,
    readme: `# Google Workspace activity

## How to obtain it

Reports interface, one call for each application (\`login\`, \`admin\`, \`drive\`, \`token\`, \`groups\`, \`user_accounts\` …): \`GET /admin/reports/v1/activity/users/all/applications/{application}?startTime=…&endTime=…\`, every page joined under \`items\`; or the same events from an export to a log store, one a line, with the event's \`name\` and \`parameters\` on its top level. Login and administrator events are kept for six months.

## What is lost

Sign-ins and the use of Drive, Meet, Chat, Calendar, Gmail, applications and devices become use; administration, membership of groups, sharing and account settings become changes whose type is told by its meaning (\`account_created\`, \`access_granted\`, \`policy_updated\` …) or is Google's own name. One activity with several events gives one row each. Times without a zone are UTC. Parameters are kept in the details. Results are \`denied\` where the name says failed, blocked or denied.
`,
  },
  {
    folder: 'google-users',
    extract: googleUsers,
    text: null,
    yaml: `id: google-users
version: 1
title: Google Workspace users
formats: [csv, xlsx, json, ndjson]
records: [users, '']
detect:
  any:
    - ['Email Address [Required]', 'Status [READ ONLY]']
    - ['Email Address [Required]', 'Last Sign In [READ ONLY]']
    - [primaryEmail, suspended]
    - [primaryEmail, isAdmin]
    - [primaryEmail, lastLoginTime]
    - [User, User account status, '2-Step Verification enrollment']
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: google-workspace }
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: { as: json }
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { constant: google-workspace }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
`,
    readme: `# Google Workspace users

## How to obtain it

Admin console > Directory > Users > Download users > All user info columns (CSV): \`First Name [Required]\`, \`Email Address [Required]\`, \`Status [READ ONLY]\`, \`Last Sign In [READ ONLY]\`, \`2sv Enrolled [READ ONLY]\` and more. Administrators are not in that file: take them from the interface, \`GET /admin/directory/v1/users?customer=my_customer&projection=full\`, every page joined under \`users\`. The accounts report (\`User\`, \`User account status\`, \`Admin status\`) is read as well.

Headers of the download: Google Workspace Admin Help, "Download a list of users" and the template of "Add or update multiple users from a CSV file", which it shares; fields of the interface: Directory API, \`users\`.

## What is lost

Suspended and archived users are disabled. Super administrators and delegated administrators become grants of the organisation. A last sign-in of 1970 is none. The console's times have no zone and are taken in the engagement's; those of the interface are UTC. Organisational unit and enforcement of the second step are in the details. The export does not state its date.
`,
  },
  {
    folder: 'hr-events',
    extract: null,
    text: null,
    yaml: `id: hr-events
version: 1
title: HR events (hire, termination, transfer, promotion)
formats: [csv, xlsx, json, ndjson]
records: ['', events, hr_events]
detect:
  columns: [event_type, effective_at]
targets:
  - table: hr_events
    key: [event_id]
    moment: effective_at
    columns:
      event_id: [Event ID, Transaction ID, Event]
      event_type:
        from: [Event Type, Action, Business Process]
        required: true
        values: { hired: hire, new hire: hire, onboarding: hire, terminated: termination, leaver: termination, offboarding: termination, moved: transfer, department change: transfer, promoted: promotion }
      identity_id: { from: [Employee ID, Employee Number, Worker ID, Person ID], required: true }
      email: [Work Email, Email Address, Email]
      effective_at: { from: [Effective, Effective Date, Effective At], required: true }
      date_only:
        - { from: [date_only], as: boolean }
        - { from: [Effective, Effective Date, Effective At], as: date_only }
      recorded_at: [Recorded At, Recorded, Entered At, Created]
      old_job_title: [Old Job Title, Previous Title, Title Before]
      new_job_title: [New Job Title, New Title, Title After]
      old_department: [Old Department, Previous Department, Department Before]
      new_department: [New Department, Department After]
      overlap_days: [Overlap Days, Handover Days]
      details: [{ as: json }, { as: rest }]
`,
    readme: `# HR events

## How to obtain it

Export the hires, terminations, transfers and promotions that took effect in the period, one line an event, with the moment each was entered.

## What is lost

Where Effective is a date without a time, only the day is known: \`date_only\` is set, hires then count from the opening of business and terminations from the end of the day. Columns without a place of their own are kept in \`details\`.
`,
  },
  {
    folder: 'hr-roster',
    extract: null,
    text: null,
    yaml: `id: hr-roster
version: 1
title: HR roster
formats: [csv, xlsx, json, ndjson]
records: ['', employees, roster, identities]
detect:
  columns: [job_title, department]
  absent: [Event Type, System, New Job Title]
targets:
  - table: identities
    key: [identity_id]
    columns:
      identity_id: { from: [Employee ID, Employee Number, Emp ID, Worker ID, Person ID, Personnel Number], required: true }
      email: [Work Email, Email Address, Email, Mail, Primary Work Email]
      display_name: [Name, Full Name, Employee Name, Worker, Legal Name]
      job_title: [Job Title, Title, Position, Business Title]
      department: [Department, Dept, Org Unit, Organization, Cost Center Name]
      employment_type: [Employment Type, Worker Type, Employee Type, Contract Type]
      manager_email: [Manager Email, Manager, Supervisor Email, Reports To]
      status: { from: [Status, Employment Status, Worker Status], as: lower }
      hired_at: { from: [Hire Date, Start Date, Date of Hire, Original Hire Date], none: [n/a, none, '-'] }
      left_at:
        - { from: [Termination Date, Last Day, Leave Date, End Date, Last Day of Work], as: day_end, none: [n/a, none, '-'] }
        - { from: [left_at], as: timestamp }
      country: { from: [Country, Country Code, Work Country, Location Country], as: upper }
      attributes: [{ as: json }, { as: attributes }]
`,
    readme: `# HR roster

## How to obtain it

Export all workers of the period from the HR system, leavers included, one line a worker, with the columns Employee ID, Work Email, Name, Job Title, Department, Employment Type, Manager Email, Status, Hire Date, Termination Date and Country. Ask for the roster as of the end of the period, and for the query that made it.

## What is lost

Termination Date is the last day of work: the person counts as employed until the end of that day. Columns without a place of their own are kept in \`attributes\`, named as policies name them (\`Cost Center\` becomes \`cost_center\`), so that their scopes can use them. A roster shows the state on one day; changes come from the HR events.
`,
  },
  {
    folder: 'idp-accounts',
    extract: null,
    text: null,
    yaml: `id: idp-accounts
version: 1
title: Accounts of the identity provider and of systems
formats: [csv, xlsx, json, ndjson]
records: ['', accounts, users]
detect:
  columns: [account_id, status]
  absent: [Resource, Permission, Rotation Policy Days, Locked At, Warned At, Date (UTC)]
targets:
  - table: accounts
    key: [system, account_id]
    columns:
      system: { from: [System, Application, App, Source System], required: true }
      account_id: { from: [Account, Account ID, Login, Username, User Name, User ID], as: account, required: true }
      email: [Email, Email Address, Mail]
      employee_id: [Employee ID, Employee Number, Worker ID]
      display_name: [Name, Display Name, Full Name]
      kind: { from: [Kind, Account Type, Type], values: { person: human, user: human, employee: human, member: human, bot: service, system: service, external: vendor } }
      status: { from: [Status, State, Account Status], required: true, values: { active: enabled, 'true': enabled, suspended: disabled, deprovisioned: disabled, inactive: disabled, locked: disabled, 'false': disabled } }
      is_admin: [Admin, Is Admin, Administrator, Privileged]
      mfa_enabled: { from: [MFA, MFA Enabled, Two Factor, 2FA], none: [not_supported, n/a, '-'] }
      created_at: { from: [Created, Created At, Creation Date], none: [n/a, no_information, '-'] }
      last_login_at: { from: [Last Login, Last Login At, Last Sign In, Last Activity], none: [never logged in, never, n/a, no_information, none, '-'] }
      disabled_at: { from: [Disabled At, Disabled, Deactivated At], none: [n/a, '-'] }
      owner_email: [Owner, Owner Email]
      justification: [Justification, Purpose, Reason]
      details: [{ as: json }, { as: rest }]
`,
    readme: `# Accounts

## How to obtain it

Export every account of the identity provider and of each system in scope, disabled ones included: System, Account, Email, Employee ID, Kind, Status, Admin, MFA, Created, Last Login, Disabled At, Owner, Justification.

## What is lost

"Never logged in" becomes no last log-in, which procedures count from the creation of the account. Any status other than active or enabled words is read as disabled where its meaning is plain, and kept as written otherwise.
`,
  },
  {
    folder: 'idp-memberships',
    extract: null,
    text: null,
    yaml: `id: idp-memberships
version: 1
title: Group memberships, nested groups included
formats: [csv, xlsx, json, ndjson]
records: ['', memberships]
detect:
  columns: [group_id, member_id]
targets:
  - table: memberships
    key: [as_of, system, group_id, member_kind, member_id]
    columns:
      as_of: { from: [Snapshot, As Of, Exported At] }
      system: { from: [System, Directory, Source System] }
      group_id: { from: [Group, Group ID, Group Name, Role], required: true }
      member_kind: { from: [Member Kind, Member Type, Kind], values: { user: account, person: account, member: account, nested group: group } }
      member_id: { from: [Member, Member ID, Member Name], as: account, required: true }
`,
    readme: `# Group memberships

## How to obtain it

Export the direct members of every group, groups inside groups as members of kind \`group\`, together with the moment of the export.

## What is lost

Only direct membership is stored; paths through nested groups are worked out by procedures.
`,
  },
  {
    folder: 'jira-issues',
    extract: jiraIssues,
    text: null,
    yaml: `id: jira-issues
version: 1
title: Jira issues (requests, approvals, incidents)
formats: [csv, xlsx, json]
records: [issues, '']
detect:
  any:
    - [Issue key, Issue Type, Status]
    - [key, fields, self]
    - [key, fields]
targets:
  - table: access_requests
    of: request
    key: [request_id]
    moment: requested_at
    columns:
      request_id: { required: true }
      requester_email: {}
      user_email: {}
      system: {}
      resource: {}
      permission: {}
      justification: {}
      status: {}
      requested_at: {}
      granted_at: {}
  - table: approvals
    of: approval
    key: [request_id, approver_email]
    moment: decided_at
    columns:
      request_id: { required: true }
      approver_email: { required: true }
      decided_at: {}
      decision: {}
  - table: external_findings
    of: incident
    key: [tool, finding_id]
    moment: found_at
    columns:
      tool: { constant: Jira }
      finding_id: { required: true }
      resource: {}
      principal: {}
      title: {}
      severity: {}
      status: {}
      found_at: {}
      details: {}
`,
    readme: `# Jira issues (requests, approvals, incidents)

## How to obtain it

Filter by JQL (\`project = ACCESS AND created >= 2024-07-01 ORDER BY key\`), then Export, CSV (all fields); or the REST API \`/rest/api/2/search?jql=…&fields=*all\`, each page as a file.

## What is lost

Issues whose type names a request, access, service or task become requests; whose type names an incident, bug, problem, vulnerability or finding, findings of another tool; other types (epic, story …) are read and give no row. The fields \`Approvers\`, \`Approver\`, \`Approved by\`, \`System\`, \`Application\`, \`Resource\`, \`Permission\`, \`Role\`, \`Access level\`, \`Requested for\`, \`User\` and \`Justification\` are taken where the site has them. Jira's CSV does not state who decided and when: an approver's decision follows from the status of the issue, its moment from the resolution. Dates such as \`24/Nov/24 3:15 PM\` are in the zone of the user who exported: they are taken in the engagement's zone. Comments and history are not stored.
`,
  },
  {
    folder: 'kubernetes-audit',
    extract: kubernetesAudit,
    text: null,
    yaml: `id: kubernetes-audit
version: 1
title: Kubernetes audit log
formats: [ndjson, json]
records: [items, '']
detect:
  any:
    - [auditID, stage, verb]
    - [auditID, requestURI, user]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { constant: kubernetes }
      resource: {}
      action: { as: lower }
      result: {}
      status_code: {}
      ip: {}
      user_agent: {}
      details: { as: json }
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: {}
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: { constant: kubernetes }
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      metadata: { as: json }
`,
    readme: `# Kubernetes audit log

## How to obtain it

The file that the server writes under \`--audit-log-path\` (one event a line), with its rotated predecessors; on managed clusters the same events from the provider's log store, one event object a line. Ask for the audit policy (\`--audit-policy-file\`) as well: what it leaves out was never logged.

## What is lost

Each request becomes one line of use: the event of its end (\`ResponseComplete\`, \`ResponseStarted\`, \`Panic\`). The event of its beginning (\`RequestReceived\`) is read and makes no row, or every request would count twice. Whoever is impersonated is the account, the impersonator is in the details. Successful changes of roles, bindings and service accounts are changes as well; the beneficiary and role are known only where the policy logs request bodies. Bodies of other requests stay in the source.
`,
  },
  {
    folder: 'kubernetes-rbac',
    extract: kubernetesRbac,
    text: null,
    yaml: `id: kubernetes-rbac
version: 1
title: Kubernetes roles and bindings (RBAC)
formats: [yaml, json]
records: [items, '']
detect:
  any:
    - [kind, apiVersion, metadata, roleRef]
    - [kind, apiVersion, metadata, rules]
    - [kind, apiVersion, metadata, aggregationRule]
    - [kind, apiVersion, items]
  absent: [spec, webhooks, stage, auditID, requestURI]
targets:
  - table: entitlements
    of: role
    key: [system, resource, permission]
    columns:
      system: { constant: kubernetes }
      resource: { required: true }
      permission: {}
      privileged: {}
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via, details]
    columns:
      as_of: { as: taken }
      system: { constant: kubernetes }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: { required: true }
      granted_at: {}
      details: { as: json }
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: kubernetes }
      account_id: { required: true }
      display_name: {}
      kind: { constant: service }
      status: { constant: enabled }
      created_at: {}
      details: { as: json }
`,
    readme: `# Kubernetes roles and bindings (RBAC)

## How to obtain it

\`kubectl get clusterroles,clusterrolebindings,roles,rolebindings --all-namespaces -o yaml > rbac.yaml\` (or \`-o json\`), with \`serviceaccounts\` added if wanted: one file, because a binding is only understood together with its role. Several documents in one YAML text are read, and lists inside them.

## What is lost

Each subject of a binding gets one grant for every verb and resource of the role: \`namespace/resource.group\`, \`*\` for the whole cluster, addresses for rules on addresses. Users stand by name, groups as \`group:\`, service accounts as \`system:serviceaccount:namespace:name\`. The path is binding, role and, for aggregated cluster roles, the role that contributes the rule. Names that narrow a rule, wildcards and privilege are in the details. Privileged are: everything on everything, the role \`cluster-admin\`, the verbs escalate, bind and impersonate, reading secrets, and writing roles or bindings. A role that is not in the file leaves one grant \`bound\` of the role itself. Other kinds of objects are rejected, one by one. The export does not state its date.
`,
  },
  {
    folder: 'linux-find',
    extract: null,
    text: linuxFind,
    yaml: `id: linux-find
version: 1
title: Files found (find -printf, find -ls)
formats: [text]
detect: {}
targets:
  - table: file_permissions
    of: file
    key: [host, path]
    columns:
      host: { required: true }
      path: { required: true }
      owner: {}
      group_name: {}
      mode: { as: mode, required: true }
      file_type: {}
      size_bytes: {}
      modified_at: {}
`,
    readme: `# Files found (find -printf, find -ls)

## How to obtain it

On each host, as root: \`find / -xdev -printf '%m %u %g %y %s %TY-%Tm-%TdT%TH:%TM:%.2TS%Tz %p\\n' > web1-find.txt 2>&1\`, or \`find / -xdev -perm /6022 -ls\`. The mode must be first (or follow the path), the path last (or first); fields are separated by spaces, tabs, \`|\` or \`;\`. With a header line and commas it is read as a table of files and modes instead. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the host is called \`linux\`.

## What is lost

Besides mode and path are understood: the first two words as owner and group, a letter as the type, a whole number as the size, a date as the last change. A listing of names alone says nothing about access and is refused. What could not be searched is named on the receipt. Moments of \`-ls\` without a year are left out.
`,
  },
  {
    folder: 'linux-getfacl',
    extract: null,
    text: linuxGetfacl,
    yaml: `id: linux-getfacl
version: 1
title: Access control lists of files (getfacl -R)
formats: [text]
detect: {}
targets:
  - table: file_permissions
    of: file
    key: [host, path]
    columns:
      host: { required: true }
      path: { required: true }
      owner: {}
      group_name: {}
      mode: { as: mode, required: true }
      file_type: {}
      size_bytes: {}
      modified_at: {}
  - table: grants
    of: grant
    key: [system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { required: true }
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      details: {}
`,
    readme: `# Access control lists of files (getfacl -R)

## How to obtain it

On each host, as root: \`getfacl -R -p /srv > web1-getfacl.txt\` (\`-p\` keeps the leading slash; without it one is put back in front of names). Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the host is called \`linux\`.

## What is lost

The mode is the one that \`ls\` would show: where there is a mask, it stands in the place of the group. Each named user or group becomes a grant (\`%\` in front of a group) with what is effective under the mask; the letters of the entry stand in the details. Entries by default, which only new files inherit, are grants on \`PATH/*\` marked as inherited.
`,
  },
  {
    folder: 'linux-group',
    extract: null,
    text: linuxGroup,
    yaml: `id: linux-group
version: 1
title: Linux and Unix groups
formats: [text]
detect: {}
targets:
  - table: entitlements
    of: group
    key: [system, resource, permission]
    columns:
      system: { required: true }
      resource: { required: true }
      permission: { required: true }
      privileged: {}
  - table: memberships
    of: member
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: { required: true }
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
`,
    readme: `# Linux and Unix groups

## How to obtain it

On each host: \`getent group\` or a copy of \`/etc/group\`. Put the host's name in the name of the file (\`web1-passwd.txt\`) or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

The primary group of an account stands in \`passwd\`, not here. Groups that lead to root (group id 0, wheel, sudo, docker, disk …) are marked as privileged; what \`sudoers\` gives to other groups is known from there.
`,
  },
  {
    folder: 'linux-gshadow',
    extract: null,
    text: linuxGshadow,
    yaml: `id: linux-gshadow
version: 1
title: Group passwords and administrators (gshadow)
formats: [text]
detect: {}
targets:
  - table: credentials
    of: group
    key: [system, account_id, kind]
    columns:
      system: { required: true }
      account_id: { required: true }
      kind: { constant: group_password }
      status: {}
      details: {}
  - table: memberships
    of: member
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: { required: true }
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
`,
    readme: `# Group passwords and administrators (gshadow)

## How to obtain it

As root on each host: \`cp /etc/gshadow web1-gshadow.txt\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Hashes are not stored, only whether a group has a password. Administrators of a group, who may add members, become members of \`GROUP (administrators)\`.
`,
  },
  {
    folder: 'linux-id',
    extract: null,
    text: linuxId,
    yaml: `id: linux-id
version: 1
title: Accounts with their groups (id)
formats: [text]
detect: {}
targets:
  - table: memberships
    of: member
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: { required: true }
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
`,
    readme: `# Accounts with their groups (id)

## How to obtain it

On each host: \`for u in $(getent passwd | cut -d: -f1); do id "$u"; done > web1-id.txt\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Primary and further groups alike become memberships. The security context is not stored.
`,
  },
  {
    folder: 'linux-last',
    extract: null,
    text: linuxLast,
    yaml: `id: linux-last
version: 1
title: Log-ins of Unix hosts (last, lastb)
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: login
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower }
      system: { required: true }
      action: { constant: login }
      result: {}
      ip: {}
      details: {}
`,
    readme: `# Log-ins of Unix hosts (last, lastb)

## How to obtain it

On each host: \`last -F -w -i > web1-last.txt\`, and as root \`lastb -F -w -i > web1-lastb.txt\` for attempts that failed. \`--time-format iso\` states the zone as well. The raw files \`wtmp\` and \`btmp\` are binary and cannot be read. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Times without a zone are taken in the engagement's zone. Without \`-F\` the years are missing: they are worked out from the weekdays, upwards from the year in the last line, or downwards from the engagement's date where that line is missing; the receipt says so. Without \`-w\` names and hosts are cut off by the command. Starts of the host and changes of the run level are counted, not loaded. Failed attempts (\`btmp\`) become log-ins that were denied.
`,
  },
  {
    folder: 'linux-lastlog',
    extract: null,
    text: linuxLastlog,
    yaml: `id: linux-lastlog
version: 1
title: Last log-in of each account (lastlog)
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: login
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { required: true }
      action: { constant: login }
      result: { constant: success }
      ip: {}
      details: {}
`,
    readme: `# Last log-in of each account (lastlog)

## How to obtain it

On each host: \`lastlog > web1-lastlog.txt\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Each account's last log-in becomes a log-in of the access log, because the account itself is known from \`passwd\`. Accounts that never logged in are named on the receipt, the first fifty of them.
`,
  },
  {
    folder: 'linux-ls',
    extract: null,
    text: linuxLs,
    yaml: `id: linux-ls
version: 1
title: Directory listings (ls -l, ls -lR)
formats: [text]
detect: {}
targets:
  - table: file_permissions
    of: file
    key: [host, path]
    columns:
      host: { required: true }
      path: { required: true }
      owner: {}
      group_name: {}
      mode: { as: mode, required: true }
      file_type: {}
      size_bytes: {}
      modified_at: {}
`,
    readme: `# Directory listings (ls -l, ls -lR)

## How to obtain it

On each host, as root: \`ls -lAR --time-style=full-iso /srv > web1-ls.txt 2>&1\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the host is called \`linux\`.

## What is lost

Without \`--time-style=full-iso\` the listing gives no year for recent files, or no time for older ones: such moments are left out, dates alone are kept. Where a mark (\`+\`) says that an access control list exists, ask for \`getfacl -R\` too: the list itself is not in the listing. The entries \`.\` and \`..\` are counted, but for the directory that the listing starts with. What could not be listed is named on the receipt. Names with line ends in them cannot be told from two entries.
`,
  },
  {
    folder: 'linux-passwd',
    extract: null,
    text: linuxPasswd,
    yaml: `id: linux-passwd
version: 1
title: Linux and Unix accounts (passwd)
formats: [text]
detect: {}
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { required: true }
      account_id: { required: true }
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      details: {}
`,
    readme: `# Linux and Unix accounts (passwd)

## How to obtain it

On each host: \`getent passwd\` (accounts of directories included) or a copy of \`/etc/passwd\`. Put the host's name in the name of the file (\`web1-passwd.txt\`) or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Every account with user id 0 counts as administrator. A shell that allows no log-in (\`nologin\`, \`false\`, \`sync\` …) makes the account disabled; whether its password is locked stands in \`shadow\`. Numbers below 1000 and from 65534 are taken for service accounts. A password hash in this file is not stored, only that there is one. Lines that pull in accounts from NIS (\`+\`) are rejected: what they add is not in the file.
`,
  },
  {
    folder: 'linux-shadow',
    extract: null,
    text: linuxShadow,
    yaml: `id: linux-shadow
version: 1
title: Linux and Unix password ages (shadow)
formats: [text]
detect: {}
targets:
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: { required: true }
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
      expires_at: {}
      details: {}
`,
    readme: `# Linux and Unix password ages (shadow)

## How to obtain it

As root on each host: \`cp /etc/shadow web1-shadow.txt\`, or without the hashes \`sed -E 's/^([^:]*):([!*]*)(\\$[^$]*\\$)?[^:]+/\\1:\\2\\3masked/' /etc/shadow\`. Put the host's name in the name of the file (\`web1-passwd.txt\`) or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Password hashes never reach a table or a reject: what is stored is the state (set, locked, none), how it is hashed, and the dates. The file itself stays among the sources as received, so handle the engagement accordingly. A maximum age of 99999 days counts as none.
`,
  },
  {
    folder: 'linux-stat',
    extract: null,
    text: linuxStat,
    yaml: `id: linux-stat
version: 1
title: File facts (stat)
formats: [text]
detect: {}
targets:
  - table: file_permissions
    of: file
    key: [host, path]
    columns:
      host: { required: true }
      path: { required: true }
      owner: {}
      group_name: {}
      mode: { as: mode, required: true }
      file_type: {}
      size_bytes: {}
      modified_at: {}
`,
    readme: `# File facts (stat)

## How to obtain it

On each host, as root: \`find /srv -exec stat {} + > web1-stat.txt\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the host is called \`linux\`.

## What is lost

Inode, links, security context and the times of access and birth.
`,
  },
  {
    folder: 'linux-sudoers',
    extract: null,
    text: linuxSudoers,
    yaml: `id: linux-sudoers
version: 1
title: sudo rules (sudoers)
formats: [text]
detect: {}
targets:
  - table: grants
    of: grant
    key: [system, account_id, resource, permission, via]
    columns:
      snapshot_id: {}
      as_of: { as: taken }
      system: { required: true }
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      details: {}
  - table: entitlements
    of: entitlement
    key: [system, resource, permission]
    columns:
      system: { required: true }
      resource: { required: true }
      permission: { required: true }
      privileged: {}
`,
    readme: `# sudo rules (sudoers)

## How to obtain it

As root on each host: \`cat /etc/sudoers /etc/sudoers.d/*\`, into one file a host, so that aliases are known wherever they are used. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

One row for each account and command. Aliases are expanded, whatever their order, and named in \`via\` (people) and details (commands). \`%group\`, \`+netgroup\`, \`#uid\` and \`ALL\` stay as they are written: who is in the group is known from the groups of the host. Commands that a rule takes away (\`!/bin/su\`) stand in the details as \`except\`; they hold nobody back who may run everything else. NOPASSWD, other tags, run-as lists, hosts and options stand in the details. \`Defaults\` are counted; \`!authenticate\` is told on the receipt. Files that are only included are named on the receipt: import them as well.
`,
  },
  {
    folder: 'linux-who',
    extract: null,
    text: linuxWho,
    yaml: `id: linux-who
version: 1
title: Sessions of Unix hosts (who)
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: login
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { required: true }
      action: { constant: login }
      result: { constant: success }
      ip: {}
      details: {}
`,
    readme: `# Sessions of Unix hosts (who)

## How to obtain it

On each host: \`who -H > web1-who.txt\`; the log-ins of the past are in \`last\`. Put the host's name in the name of the file or in a first line \`# host: web1\`; otherwise the system is called \`linux\`.

## What is lost

Times are taken in the engagement's zone. Starts, run levels and terminals that wait for a log-in (\`who -a\`) are counted, not loaded.
`,
  },
  {
    folder: 'm365-audit',
    extract: m365Audit,
    text: null,
    yaml: `id: m365-audit
version: 1
title: Microsoft 365 unified audit log
formats: [json, ndjson, csv, xlsx]
records: [value, '']
detect:
  any: [[CreationTime, Operation, UserId, Workload], [TimeGenerated, Operation, UserId, OfficeWorkload], [CreationDate, Operations, UserIds, AuditData], [CreationDate, Operation, UserId, AuditData]]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: {}
      resource: {}
      action: {}
      result: {}
      ip: {}
      user_agent: {}
      bytes: {}
      details: {}
`,
    readme: `# Microsoft 365 unified audit log

## How to obtain it

Purview portal, Audit, search for the period, Export (CSV with the column \`AuditData\`); \`Search-UnifiedAuditLog | Export-Csv\`; the Office 365 Management Activity API; or the table \`OfficeActivity\` of Log Analytics as JSON.

The system is \`m365-\` and the workload (\`m365-exchange\`, \`m365-sharepoint\` …). Every entry is a row of \`access_logs\`.

## What is lost

Lists inside an entry, such as the items of a folder that were opened. Entries of Entra ID (\`AzureActiveDirectory\`) are uses here; ask for the directory audit to have them as audit events. The portal's search returns at most 50,000 entries: compare the first and last time with the range that was asked for.
`,
  },
  {
    folder: 'mariadb-server-audit',
    extract: null,
    text: mariadbServerAudit,
    yaml: `id: mariadb-server-audit
version: 1
title: MariaDB audit plugin log (server_audit)
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower }
      system: { required: true }
      resource: {}
      action: {}
      result: {}
      ip: {}
      details: {}
  - table: audit_events
    of: change
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: text }
      system: { required: true }
      resource: {}
      action: {}
      permission: {}
      actor: {}
      metadata: {}
`,
    readme: `# MariaDB audit plugin log (server_audit)

## How to obtain it

The file named by \`SHOW VARIABLES LIKE 'server_audit_file_path'\` with its rotated ones, for the whole period; best with \`server_audit_events = 'CONNECT,QUERY,TABLE'\`. The lines state the server. Where the plugin writes to syslog, hand over those lines: their prefix states the time.

## What is lost

Connections, statements and tables read or written become use of the system; GRANT, REVOKE, changes of accounts and of structures that succeeded become audit events. A code other than 0 means that the server refused: 1044, 1045, 1142, 1143, 1227 and 1370 as denied, others as errors. Times are in the zone of the server, which is not stated: they are taken in the engagement's zone. The plugin cuts long statements (\`server_audit_query_log_limit\`). Ends of connections are counted.
`,
  },
  {
    folder: 'mssql-permissions',
    extract: mssqlPermissions,
    text: null,
    yaml: `id: mssql-permissions
version: 1
title: SQL Server permissions
formats: [csv, xlsx, json]
detect:
  keys: [permission_name, state_desc]
  columns: [account_id]
targets:
  - table: grants
    of: grant
    key: [system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: [{ from: [system] }, { as: chain }]
      account_id: { from: [grantee], required: true }
      resource: { required: true }
      permission: { required: true }
      via: { constant: direct }
      granted_by: {}
      details: {}
`,
    readme: `# SQL Server permissions

## How to obtain it

In each database: \`SELECT @@SERVERNAME + '/' + DB_NAME() AS system, USER_NAME(grantee_principal_id) AS grantee, USER_NAME(grantor_principal_id) AS grantor, class_desc, OBJECT_SCHEMA_NAME(major_id) AS schema_name, OBJECT_NAME(major_id) AS object_name, permission_name, state_desc FROM sys.database_permissions\`; for the server the same from \`sys.server_permissions\` with \`SUSER_NAME\`. Name the file after the server: that becomes the system, unless there is a column \`server\`. Output of sqlcmd with headings over dashes is read as well as CSV.

## What is lost

Rows with \`DENY\` take away and give no grant: they are read, and stand nowhere else. \`GRANT_WITH_GRANT_OPTION\` is told in the details. Columns are not stored.
`,
  },
  {
    folder: 'mssql-principals',
    extract: null,
    text: null,
    yaml: `id: mssql-principals
version: 1
title: SQL Server principals
formats: [csv, xlsx, json]
detect:
  keys: [name, type_desc]
  any:
    - [is_disabled, principal_id]
    - [is_disabled]
    - [authentication_type_desc]
    - [default_schema_name]
    - [owning_principal_id]
targets:
  - table: accounts
    key: [system, account_id]
    columns:
      system: [{ from: [server, server_name, instance, system] }, { as: chain }]
      account_id: { from: [name], as: text, required: true }
      kind: { from: [type_desc], required: true, values: { sql_login: human, windows_login: human, sql_user: human, windows_user: human, external_login: human, external_user: human, windows_group: shared, external_group: shared, server_role: shared, database_role: shared, application_role: service, certificate_mapped_login: service, asymmetric_key_mapped_login: service, certificate_mapped_user: service, asymmetric_key_mapped_user: service } }
      status: { from: [is_disabled], values: { '0': enabled, 'false': enabled, '1': disabled, 'true': disabled } }
      is_admin: { from: [is_sysadmin, sysadmin] }
      created_at: { from: [create_date] }
      details: { as: rest }
`,
    readme: `# SQL Server principals

## How to obtain it

\`SELECT @@SERVERNAME AS server, name, principal_id, type_desc, is_disabled, CONVERT(varchar, create_date, 126) AS create_date, CONVERT(varchar, modify_date, 126) AS modify_date, IS_SRVROLEMEMBER('sysadmin', name) AS is_sysadmin FROM sys.server_principals\`; for each database the same from \`sys.database_principals\`. Name the file after the server: that becomes the system, unless there is a column \`server\`. Output of sqlcmd with headings over dashes is read as well as CSV.

## What is lost

Groups and roles are entered as shared accounts, with their type in no column of its own. SQL Server does not know when somebody last logged in. Ages of passwords are in \`LOGINPROPERTY(name, 'PasswordLastSetTime')\`: a column with another name is kept in the details.
`,
  },
  {
    folder: 'mssql-role-members',
    extract: null,
    text: null,
    yaml: `id: mssql-role-members
version: 1
title: SQL Server role members
formats: [csv, xlsx, json]
detect:
  columns: [group_id, member_id]
  any:
    - [DbRole, MemberName, MemberSID]
    - [ServerRole, MemberName, MemberSID]
    - [DbRole, MemberName]
    - [ServerRole, MemberName]
    - [role_name, member_name]
    - [DatabaseRoleName, DatabaseUserName]
    - [server_role, member_name]
    - [database_role, member_name]
targets:
  - table: memberships
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: [{ from: [server, server_name, instance, system] }, { as: chain }]
      group_id: { from: [DbRole, ServerRole, role_name, DatabaseRoleName, server_role, database_role], required: true }
      member_kind: { from: [member_type, member_type_desc], values: { database_role: group, server_role: group, windows_group: group, sql_login: account, windows_login: account, sql_user: account, windows_user: account } }
      member_id: { from: [MemberName, member_name, DatabaseUserName], required: true }
`,
    readme: `# SQL Server role members

## How to obtain it

\`EXEC sp_helpsrvrolemember\` and, in each database, \`EXEC sp_helprolemember\`; or \`SELECT @@SERVERNAME AS server, r.name AS role_name, m.name AS member_name, m.type_desc AS member_type FROM sys.server_role_members x JOIN sys.server_principals r ON r.principal_id = x.role_principal_id JOIN sys.server_principals m ON m.principal_id = x.member_principal_id\`. Name the file after the server: that becomes the system, unless there is a column \`server\`. Output of sqlcmd with headings over dashes is read as well as CSV.

## What is lost

The procedures do not say what a member is: then no kind is stored. SIDs are not stored.
`,
  },
  {
    folder: 'mysql-general-log',
    extract: null,
    text: mysqlGeneralLog,
    yaml: `id: mysql-general-log
version: 1
title: MySQL and MariaDB general log
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower }
      system: { required: true }
      resource: {}
      action: {}
      result: {}
      ip: {}
      details: {}
  - table: audit_events
    of: change
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: text }
      system: { required: true }
      resource: {}
      action: {}
      permission: {}
      actor: {}
      metadata: {}
`,
    readme: `# MySQL and MariaDB general log

## How to obtain it

The file named by \`SHOW VARIABLES LIKE 'general_log_file'\`, for the whole period (\`general_log = ON\`, \`log_output = FILE\`). Put the server's name in the name of the file; otherwise the system is called \`mysql\`.

## What is lost

Connections, also refused ones, and statements become use of the system; GRANT, REVOKE, changes of accounts and of structures become audit events. Who ran a statement follows from the connection's number; where the log begins later than the connection, the account is unknown. The log does not say whether a statement succeeded. Passwords in statements are blotted out. Times without a zone (MariaDB, MySQL up to 5.7.1) are taken in the engagement's zone. Ends of connections and the like are counted.
`,
  },
  {
    folder: 'mysql-general-log-table',
    extract: mysqlGeneralLogTable,
    text: null,
    yaml: `id: mysql-general-log-table
version: 1
title: MySQL and MariaDB general log (table)
formats: [csv, xlsx, json]
detect:
  keys: [event_time, user_host, command_type, argument]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower }
      system: [{ from: [system] }, { as: chain }]
      resource: {}
      action: {}
      result: {}
      ip: {}
      details: {}
  - table: audit_events
    of: change
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: text }
      system: [{ from: [system] }, { as: chain }]
      resource: {}
      action: {}
      permission: {}
      actor: {}
      metadata: {}
`,
    readme: `# MySQL and MariaDB general log (table)

## How to obtain it

\`SELECT event_time, user_host, thread_id, server_id, command_type, CONVERT(argument USING utf8mb4) AS argument FROM mysql.general_log ORDER BY event_time\`, saved as CSV, for the whole period (\`log_output = TABLE\`). Name the file after the server.

## What is lost

As for the file form of the log. Times are taken in the engagement's zone, because the table states none. Ends of connections and the like are read and give no row.
`,
  },
  {
    folder: 'mysql-grants',
    extract: null,
    text: mysqlGrants,
    yaml: `id: mysql-grants
version: 1
title: MySQL and MariaDB grants (SHOW GRANTS)
formats: [text]
detect: {}
targets:
  - table: db_privileges
    of: privilege
    key: [system, grantee, table_schema, table_name, privilege_type]
    columns:
      system: { required: true }
      grantee: { required: true }
      table_schema: {}
      table_name: { required: true }
      privilege_type: { required: true }
      is_grantable: {}
  - table: memberships
    of: member
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: { required: true }
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
  - table: entitlements
    of: powerful
    key: [system, resource, permission]
    columns:
      system: { required: true }
      resource: { required: true }
      permission: { required: true }
      privileged: {}
`,
    readme: `# MySQL and MariaDB grants (SHOW GRANTS)

## How to obtain it

\`pt-show-grants > db1-grants.sql\`, or \`mysql -N -e "SELECT CONCAT('SHOW GRANTS FOR ', QUOTE(user), '@', QUOTE(host), ';') FROM mysql.user" | mysql -N > db1-grants.txt\`. Put the server's name in the name of the file; otherwise the system is called \`mysql\`.

## What is lost

One row for each privilege; \`*\` as table means all of a database, \`*\` as schema and table the whole server. Grants of roles become memberships. Hashes of passwords in the statements are not stored. Privileges over the whole server that give power over others (ALL PRIVILEGES, SUPER, CREATE USER, FILE, SHUTDOWN, GRANT OPTION …) are entered as privileged entitlements. Lines that create accounts or set default roles are counted, not loaded.
`,
  },
  {
    folder: 'mysql-users',
    extract: mysqlUsers,
    text: null,
    yaml: `id: mysql-users
version: 1
title: MySQL and MariaDB accounts (mysql.user)
formats: [csv, xlsx, json]
detect:
  keys: [Host, User]
  any:
    - [Super_priv]
    - [plugin, authentication_string]
    - [plugin, account_locked]
    - [plugin, password_expired]
targets:
  - table: db_roles
    of: role
    key: [system, role_name]
    columns:
      system: [{ from: [system] }, { as: chain }]
      role_name: { required: true }
      is_superuser: {}
      can_create_db: {}
      can_create_role: {}
      can_login: {}
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: [{ from: [system] }, { as: chain }]
      account_id: { required: true, as: text }
      kind: {}
      status: {}
      is_admin: {}
      details: {}
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: [{ from: [system] }, { as: chain }]
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
      details: {}
`,
    readme: `# MySQL and MariaDB accounts (mysql.user)

## How to obtain it

\`mysql -e 'SELECT * FROM mysql.user' --batch > db1.tsv\` (MySQL 5.7 and 8, MariaDB up to 10.3 and the view of later ones), or with \`\\G\`. Name the file after the server.

## What is lost

An account is a user at a host pattern. Hashes of passwords are not stored, only whether there is one and how log-in is checked. Superuser means SUPER or GRANT OPTION together with CREATE USER. Roles (\`is_role = Y\`) cannot log in. Privileges on databases and tables are in SHOW GRANTS. MySQL does not know when somebody last logged in.
`,
  },
  {
    folder: 'object-lock',
    extract: null,
    text: null,
    yaml: `id: object-lock
version: 1
title: Write locks on stored events
formats: [ndjson, json, csv]
records: ['', objects, locks]
detect:
  columns: [bucket, object_key, retain_until]
targets:
  - table: retention_locks
    key: [bucket, object_key]
    columns:
      bucket: { from: [bucket, bucket_name], required: true }
      object_key: { from: [key, object_key, object_name], required: true }
      event_id: { from: [event_id] }
      mode: { from: [mode, object_lock_mode, lock_mode, Retention.Mode], as: upper, none: [none, '-'] }
      retain_until: { from: [retain_until, retain_until_date, object_lock_retain_until_date, Retention.RetainUntilDate] }
      stored_at: { from: [stored_at, last_modified, last_modified_date] }
`,
    readme: `# Write locks

## How to obtain it

One record for each object of the store that keeps the audit trail, with bucket, key, mode and retain-until date; the answers of S3 for one object do not name it, so the bucket and key have to be put beside them:

\`\`\`
aws s3api list-objects-v2 --bucket BUCKET --prefix AWSLogs/ --query 'Contents[].[Key,LastModified]' --output text |
while IFS=$'\\t' read -r key modified; do
  aws s3api get-object-retention --bucket BUCKET --key "$key" --output json |
  jq -c --arg b BUCKET --arg k "$key" --arg m "$modified" '. + {Bucket:$b, Key:$k, LastModified:$m}'
done > locks.ndjson
\`\`\`

The answers of \`head-object\` treated alike are read too, and tables of S3 Inventory with the Object Lock fields and a header line (as a query in Athena gives them). JSON, NDJSON and CSV.

## What is lost

Legal holds, versions of one object, and the default retention of the bucket are not part of this form. An object for which \`get-object-retention\` answers with an error has no lock and no line here: compare the number of lines with the number of objects.
`,
  },
  {
    folder: 'okta-app-assignments',
    extract: oktaAppAssignments,
    text: null,
    yaml: `id: okta-app-assignments
version: 1
title: Okta application assignments
formats: [json, ndjson]
records: ['']
detect:
  any:
    - [scope, status, credentials]
    - [scope, syncState]
    - [priority, profile, _links]
    - [priority, _embedded, _links]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: { constant: okta }
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: { required: true }
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
`,
    readme: `# Okta application assignments

## How to obtain it

For each application \`GET /api/v1/apps/{id}/users?expand=user\` and \`GET /api/v1/apps/{id}/groups\`, every page joined into one list.

## What is lost

An assignment is a grant of the application, \`app:\` and its id (the list does not name the application). The permission is the role that the assignment's profile states, else \`assigned\`. Assignments that come through a group say so without saying through which: the groups of the application do. The rest of the profile stays in the source. The user is named by the login where the export was expanded, else by the user name in the application, else by id. The export does not state its date.
`,
  },
  {
    folder: 'okta-app-scopes',
    extract: null,
    text: null,
    yaml: `id: okta-app-scopes
version: 1
title: Okta API scopes granted to applications
formats: [json, ndjson]
records: ['']
detect:
  keys: [scopeId, clientId, status]
targets:
  - table: grants
    key: [as_of, system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: { constant: okta }
      account_id: { from: [clientId], required: true }
      resource: { constant: okta-api }
      permission: { from: [scopeId], required: true }
      via: { constant: direct }
      granted_at: { from: [created] }
      granted_by: { from: [createdBy.id] }
      details: { as: rest }
`,
    readme: `# Okta API scopes granted to applications

## How to obtain it

\`GET /api/v1/apps/{id}/grants\` for every application, joined into one list.

## What is lost

The holder is the application's client id. Scopes that end in \`.manage\` change the organisation. The export does not state its date.
`,
  },
  {
    folder: 'okta-group-members',
    extract: oktaGroupMembers,
    text: null,
    yaml: `id: okta-group-members
version: 1
title: Members of Okta groups
formats: [json, ndjson, csv, xlsx]
records: [memberships, members, '']
detect:
  any:
    - [groupId, groupName, login]
    - [groupId, groupName, userId]
    - [groupId, groupName, user]
    - [groupId, status, profile]
    - [groupId, users]
    - [group, users]
    - [group id, group name, user login]
    - [group name, username, user id]
  absent: [scope, syncState, entitlement, permission, GroupType]
targets:
  - table: memberships
    of: member
    key: [as_of, system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: { constant: okta }
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
`,
    readme: `# Members of Okta groups

## How to obtain it

\`GET /api/v1/groups/{id}/users\` answers with users and does not name the group, so ask for one of these: a CSV with \`groupId, groupName, userId, login\`; the users with the key \`groupId\` added to each; or \`{"group": …, "users": [ … ]}\` for every group.

## What is lost

The group is named by its id where there is one, as role and application assignments name it, else by its name. The export does not state its date: it is taken as of the engagement's date. Groups in Okta hold no groups.
`,
  },
  {
    folder: 'okta-groups',
    extract: oktaGroups,
    text: null,
    yaml: `id: okta-groups
version: 1
title: Okta groups
formats: [json, ndjson]
records: [groups, '']
detect:
  any:
    - [objectClass, profile, type]
    - [id, profile]
  absent: [status, priority, scope, syncState, name, users, user, login, team_id, deleted, groupId, kind]
targets:
  - table: entitlements
    of: group
    key: [system, resource, permission]
    columns:
      system: { constant: okta }
      resource: { required: true }
      permission: { constant: member }
`,
    readme: `# Okta groups

## How to obtain it

\`GET /api/v1/groups?limit=200\` with every page joined into one list; \`GET /api/v1/users/{id}/groups\` has the same form.

## What is lost

A group is kept as something that one can be a member of: \`group:\` and its name, or its id where it has no name. Description, type and times stay in the source. Who is a member is in another export.
`,
  },
  {
    folder: 'okta-role-assignments',
    extract: oktaRoleAssignments,
    text: null,
    yaml: `id: okta-role-assignments
version: 1
title: Okta administrator roles
formats: [json, ndjson, csv, xlsx]
records: [value, assignments, '']
detect:
  any:
    - [type, assignmentType, label]
    - [role, assignmentType, userId]
    - [role, assignmentType, login]
    - [id, orn, _links]
  absent: [name, signOnMode, objectClass]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: { constant: okta }
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: { required: true }
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
  - table: entitlements
    of: role
    key: [system, resource, permission]
    columns:
      system: { constant: okta }
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# Okta administrator roles

## How to obtain it

For every user and group that \`GET /api/v1/iam/assignees/users\` and \`/groups\` list: \`GET /api/v1/users/{id}/roles\`, \`GET /api/v1/groups/{id}/roles\`, joined into one list. Have the login added to each assignment (\`"login"\`): the answer itself only carries the user's id, and ids lead to people only where the users are exported with the same ids.

## What is lost

Every role is privileged, the custom ones included. A list of assignees alone states who is an administrator and not of what: its permission is \`administrator (role not stated)\`. Targets that narrow a role to some groups or applications are another call; a resource set is kept as the resource. Roles held through a group stand with the group (\`group:\` and its id). The export does not state its date.
`,
  },
  {
    folder: 'okta-roles',
    extract: null,
    text: null,
    yaml: `id: okta-roles
version: 1
title: Okta custom administrator roles
formats: [json]
records: [roles]
detect:
  keys: [id, label]
  absent: [assignmentType, type]
targets:
  - table: entitlements
    key: [system, resource, permission]
    columns:
      system: { constant: okta }
      resource: { constant: org }
      permission: { from: [label], required: true }
      privileged: { constant: 'true' }
`,
    readme: `# Okta custom administrator roles

## How to obtain it

\`GET /api/v1/iam/roles\`: the answer has the list \`roles\`.

## What is lost

The permissions inside a role are another call (\`/iam/roles/{id}/permissions\`); every administrator role counts as privileged. Pages after the first are separate files.
`,
  },
  {
    folder: 'okta-system-log',
    extract: oktaSystemLog,
    text: null,
    yaml: `id: okta-system-log
version: 1
title: Okta System Log
formats: [ndjson, json, csv, xlsx]
records: [events, '']
detect:
  any:
    - [eventType, published, actor]
    - [eventType, published, actor.alternateId]
    - [eventType, timestamp, actor.alternateId]
    - [eventType, published, actor.id]
    - [eventType, timestamp, actor.id]
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower, required: true }
      system: { constant: okta }
      resource: {}
      action: {}
      result: {}
      ip: {}
      user_agent: {}
      details: { as: json }
  - table: audit_events
    of: change
    key: [event_id]
    moment: occurred_at
    columns:
      event_id: {}
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: lower }
      system: { constant: okta }
      resource: {}
      action: {}
      permission: {}
      actor: { as: lower }
      reason: {}
      metadata: { as: json }
  - table: role_changes
    of: role
    moment: changed_at
    columns:
      changed_at: { required: true }
      user_email: { as: lower }
      system: { constant: okta }
      old_role: {}
      new_role: {}
      changed_by: { as: lower }
`,
    readme: `# Okta System Log

## How to obtain it

\`GET /api/v1/logs?since=…&until=…\` with every page joined (JSON, or one event a line), or Reports > System Log > Download CSV. Okta keeps ninety days: ask early, for the whole period, in several files if need be.

## What is lost

Sign-ins, single sign-on, checks of factors and of policies become use (\`access_logs\`); everything else becomes a change (\`audit_events\`) whose type is \`account_created\`, \`account_disabled\`, \`account_enabled\`, \`access_granted\`, \`access_revoked\` or \`policy_updated\` where Okta's own type means that, and Okta's type otherwise; it stays in \`action\`. Administrator privileges given and taken are role changes as well. Results other than success, allow, failure and deny (a challenge, for one) are kept in the details only. Device, session and risk stay in the source. A change that failed is in the table with its outcome in \`metadata\`. The console's CSV cuts off targets after the first ones.
`,
  },
  {
    folder: 'okta-users',
    extract: oktaUsers,
    text: null,
    yaml: `id: okta-users
version: 1
title: Okta users
formats: [json, ndjson, csv, xlsx]
records: [users, '']
detect:
  any:
    - [status, statusChanged, profile]
    - [status, lastUpdated, profile]
    - [status, statusChanged, login]
    - [status, statusChanged, profile.login]
    - [status, passwordChanged, login]
    - [status, lastLogin, profile.login]
    - [Login, Status, Authentication Source, Last Login]
  absent: [scope, syncState, groupId, groupName, System]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: okta }
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: { required: true }
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: { as: json }
`,
    readme: `# Okta users

## How to obtain it

\`GET /api/v1/users?limit=200\` with every page joined into one list, and \`?search=status eq "DEPROVISIONED"\` besides: the plain list leaves out deactivated users. A flattened CSV of the same fields (\`id\`, \`profile.login\`, \`profile.email\`, \`status\`, \`created\`, \`lastLogin\`, \`statusChanged\` …) is read as well.

From the Admin Console: Reports > Okta Password Health, a CSV sent by mail (\`User\`, \`Login\`, \`Status\`, \`Activation date\`, \`Authentication Source\`, \`Last Login\`, \`Last Password Change\`). Its times carry no zone and are taken in the engagement's: ask which one the organisation's report uses.

Headers: Okta Help Center, "Okta Password Health Report"; fields of the interface: Okta API reference, "Users".

## What is lost

SUSPENDED, DEPROVISIONED and STAGED count as disabled, everything else as enabled: a locked-out account opens again by itself, a provisioned one waits for its owner. The status as written, the id, the department and the time of the last change of password stay in \`details\`. Whether a second factor is enrolled and which administrator roles are held is not in this list. The system is named \`okta\`; two organisations in one engagement cannot be told apart.
`,
  },
  {
    folder: 'oracle-role-privileges',
    extract: null,
    text: null,
    yaml: `id: oracle-role-privileges
version: 1
title: Oracle roles granted (DBA_ROLE_PRIVS)
formats: [csv, xlsx, json]
detect:
  keys: [GRANTEE, GRANTED_ROLE]
targets:
  - table: grants
    key: [system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: [{ from: [system, server, instance, db_name, database] }, { as: chain }]
      account_id: { from: [GRANTEE], required: true }
      resource: { from: [GRANTED_ROLE], required: true }
      permission: { constant: role }
      via: { constant: direct }
      details: { as: rest }
  - table: memberships
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: [{ from: [system, server, instance, db_name, database] }, { as: chain }]
      group_id: { from: [GRANTED_ROLE], required: true }
      member_kind: { constant: account }
      member_id: { from: [GRANTEE], required: true }
`,
    readme: `# Oracle roles granted (DBA_ROLE_PRIVS)

## How to obtain it

\`SELECT grantee, granted_role, admin_option, delegate_option, default_role FROM dba_role_privs\`. Name the file after the database: that becomes the system, unless there is a column for it. Output of SQL*Plus with headings over dashes is read as well as CSV (\`SET MARKUP CSV ON\`).

## What is lost

A grantee may itself be a role; which ones are roles is not in this view, so every grantee is entered as an account of the group. \`ADMIN_OPTION\` and the like stand in the details.
`,
  },
  {
    folder: 'oracle-system-privileges',
    extract: null,
    text: null,
    yaml: `id: oracle-system-privileges
version: 1
title: Oracle system privileges (DBA_SYS_PRIVS)
formats: [csv, xlsx, json]
detect:
  keys: [GRANTEE, PRIVILEGE, ADMIN_OPTION]
  absent: [TABLE_NAME, GRANTED_ROLE]
targets:
  - table: grants
    key: [system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: [{ from: [system, server, instance, db_name, database] }, { as: chain }]
      account_id: { from: [GRANTEE], required: true }
      resource: { constant: database }
      permission: { from: [PRIVILEGE], as: upper, required: true }
      via: { constant: direct }
      details: { as: rest }
`,
    readme: `# Oracle system privileges (DBA_SYS_PRIVS)

## How to obtain it

\`SELECT grantee, privilege, admin_option FROM dba_sys_privs\`. Name the file after the database: that becomes the system, unless there is a column for it. Output of SQL*Plus with headings over dashes is read as well as CSV (\`SET MARKUP CSV ON\`). Object privileges (\`SELECT owner, table_name, grantor, grantee, privilege, grantable FROM dba_tab_privs\`) are read as *Table privileges*.

## What is lost

A grantee may be a role. \`ADMIN_OPTION\` stands in the details.
`,
  },
  {
    folder: 'oracle-users',
    extract: oracleUsers,
    text: null,
    yaml: `id: oracle-users
version: 1
title: Oracle accounts (DBA_USERS)
formats: [csv, xlsx, json]
detect:
  keys: [USERNAME, ACCOUNT_STATUS]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: [{ from: [system, server, instance, db_name, database] }, { as: chain }]
      account_id: { required: true }
      kind: {}
      status: {}
      is_admin: {}
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: {}
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: [{ from: [system, server, instance, db_name, database] }, { as: chain }]
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
      expires_at: {}
`,
    readme: `# Oracle accounts (DBA_USERS)

## How to obtain it

\`SELECT username, account_status, TO_CHAR(lock_date,'YYYY-MM-DD HH24:MI:SS') lock_date, TO_CHAR(expiry_date,'YYYY-MM-DD HH24:MI:SS') expiry_date, TO_CHAR(created,'YYYY-MM-DD HH24:MI:SS') created, profile, authentication_type, TO_CHAR(last_login,'YYYY-MM-DD HH24:MI:SS') last_login, TO_CHAR(password_change_date,'YYYY-MM-DD HH24:MI:SS') password_change_date, oracle_maintained FROM dba_users\`. Name the file after the database: that becomes the system, unless there is a column for it. Output of SQL*Plus with headings over dashes is read as well as CSV (\`SET MARKUP CSV ON\`).

## What is lost

Dates as \`24-NOV-24\` are understood too; years of two digits are taken as 20xx. An account whose status names LOCKED is disabled; EXPIRED alone means that the password must be changed. SYS and SYSTEM count as administrators; others follow from DBA_ROLE_PRIVS. Oracle keeps LAST_LOGIN from 12c on: without that column nothing is known of log-ins.
`,
  },
  {
    folder: 'pg-access-privileges',
    extract: pgAccessPrivileges,
    text: null,
    yaml: `id: pg-access-privileges
version: 1
title: PostgreSQL access privileges as psql lists them (\\dp)
formats: [csv, xlsx]
detect:
  keys: [Schema, Name, Access privileges]
targets:
  - table: db_privileges
    of: privilege
    key: [system, grantor, grantee, table_schema, table_name, privilege_type]
    columns:
      system: [{ from: [system] }, { as: chain }]
      grantee: { required: true }
      grantor: {}
      table_schema: {}
      table_name: { required: true }
      privilege_type: { required: true }
      is_grantable: {}
`,
    readme: `# PostgreSQL access privileges as psql lists them (\\dp)

## How to obtain it

\`psql -d sales -c '\\dp *.*' > db1-sales.txt\`, for each database. Name the file after server and database.

## What is lost

An empty entry means the defaults: the owner alone holds everything, and no row is made. Column privileges and row policies are not stored.
`,
  },
  {
    folder: 'pg-du',
    extract: pgDu,
    text: null,
    yaml: `id: pg-du
version: 1
title: PostgreSQL roles as psql lists them (\\du)
formats: [csv, xlsx]
detect:
  keys: [Role name, Attributes]
targets:
  - table: db_roles
    of: role
    key: [system, role_name]
    columns:
      system: [{ from: [system] }, { as: chain }]
      role_name: { required: true }
      is_superuser: {}
      can_create_db: {}
      can_create_role: {}
      can_login: {}
      password_expires_at: {}
  - table: memberships
    of: member
    key: [system, group_id, member_id]
    columns:
      as_of: { as: taken }
      system: [{ from: [system] }, { as: chain }]
      group_id: { required: true }
      member_kind: { constant: account }
      member_id: { required: true }
`,
    readme: `# PostgreSQL roles as psql lists them (\\du)

## How to obtain it

\`psql -c '\\du' > db1.txt\` or, better, the query of *PostgreSQL roles*. Name the file after the server.

## What is lost

The list is meant for reading: attributes come as words. Words other than Superuser, Create DB, Create role, Cannot login and the end of the password are not stored. From version 16 on, psql does not list memberships here: ask for \`\\drg\`.
`,
  },
  {
    folder: 'pg-permissions',
    extract: pgPermissions,
    text: null,
    yaml: `id: pg-permissions
version: 1
title: PostgreSQL permissions (view all_permissions)
formats: [csv, xlsx, json]
detect:
  keys: [object_type, role_name, object_name, permission, granted]
targets:
  - table: grants
    of: grant
    key: [system, account_id, resource, permission]
    columns:
      as_of: { as: taken }
      system: [{ from: [system] }, { as: chain }]
      account_id: { required: true }
      resource: { required: true }
      permission: { required: true }
      via: { constant: direct }
      details: {}
  - table: db_privileges
    of: privilege
    key: [system, grantee, table_schema, table_name, privilege_type]
    columns:
      system: [{ from: [system] }, { as: chain }]
      grantee: { required: true }
      table_schema: {}
      table_name: { required: true }
      privilege_type: { required: true }
`,
    readme: `# PostgreSQL permissions (view all_permissions)

## How to obtain it

With the extension pg_permissions, in each database: \`psql -c "COPY (SELECT * FROM all_permissions WHERE granted) TO STDOUT CSV HEADER" > db1-sales.csv\`. Name the file after server and database.

## What is lost

Lines with \`granted\` false say that somebody lacks a permission: they are read and give no row. Permissions that come through membership are part of the view and not told apart from direct ones. Tables, views and columns also fill the privileges of tables; who granted them is not in the view.
`,
  },
  {
    folder: 'pg-privileges',
    extract: null,
    text: null,
    yaml: `id: pg-privileges
version: 2
title: Table privileges
formats: [csv, xlsx, json]
records: ['', privileges]
detect:
  columns: [grantee, privilege_type]
targets:
  - table: db_privileges
    key: [system, grantor, grantee, table_schema, table_name, privilege_type]
    columns:
      system: [{ from: [server, database_server, system, host] }, { as: chain }]
      grantee: { from: [grantee], required: true }
      grantor: { from: [grantor] }
      table_schema: { from: [table_schema, schema, owner] }
      table_name: { from: [table_name, table], required: true }
      privilege_type: { from: [privilege_type, privilege], as: upper, required: true }
      is_grantable: { from: [is_grantable, grantable] }
`,
    readme: `# Table privileges

## How to obtain it

Run in each database and save as CSV, with the name of the server as first column: \`SELECT grantor, grantee, table_schema, table_name, privilege_type, is_grantable FROM information_schema.table_privileges\`.

## What is lost

Column privileges, defaults and ownership are not part of this view.
`,
  },
  {
    folder: 'pg-roles',
    extract: null,
    text: null,
    yaml: `id: pg-roles
version: 2
title: PostgreSQL roles
formats: [csv, xlsx, json]
records: ['', roles]
detect:
  columns: [role_name, is_superuser]
targets:
  - table: db_roles
    key: [system, role_name]
    columns:
      system: [{ from: [server, database_server, system, host] }, { as: chain }]
      role_name: { from: [username, rolname, role, usename, role_name], required: true }
      is_superuser: { from: [is_superuser, rolsuper, usesuper] }
      can_create_db: { from: [can_create_db, rolcreatedb, usecreatedb] }
      can_create_role: { from: [can_create_role, rolcreaterole] }
      can_login: { from: [can_login, rolcanlogin] }
      password_expires_at: { from: [password_expiry, rolvaliduntil, valuntil, password_expires_at], none: [never, infinity, n/a, '-'] }
      databases: { from: [accessible_databases, databases] }
`,
    readme: `# PostgreSQL roles

## How to obtain it

Run as a superuser and save as CSV: \`SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin, rolvaliduntil FROM pg_roles\`, with the name of the server as first column and, if wanted, the databases that each role may connect to.

## What is lost

Membership of roles in roles is not part of this export. \`infinity\` means that the password never expires.
`,
  },
  {
    folder: 'pg-server-log',
    extract: null,
    text: pgServerLog,
    yaml: `id: pg-server-log
version: 1
title: PostgreSQL server log, with pgaudit
formats: [text]
detect: {}
targets:
  - table: access_logs
    of: use
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      account: { as: lower }
      system: { required: true }
      resource: {}
      action: {}
      result: {}
      ip: {}
      details: {}
  - table: audit_events
    of: change
    moment: occurred_at
    columns:
      occurred_at: { required: true }
      event_type: { required: true }
      user_email: { as: text }
      system: { required: true }
      resource: {}
      action: {}
      permission: {}
      actor: {}
      metadata: {}
`,
    readme: `# PostgreSQL server log, with pgaudit

## How to obtain it

The log files of the server for the whole period: \`log_destination = csvlog\` (any version) or \`stderr\` with a \`log_line_prefix\` that holds at least time and user, such as \`%m [%p] %q%u@%d \`. Needed are \`log_connections = on\` and pgaudit (\`pgaudit.log = 'read, write, role, ddl'\`) or \`log_statement\`. Put the server's name in the name of the file (\`db1-postgresql.csv\`); otherwise the system is called \`postgresql\`.

## What is lost

Log-ins (also refused ones), statements and pgaudit's READ, WRITE and FUNCTION entries become use of the system; GRANT, REVOKE, changes of roles and of structures become audit events, one for each role concerned. Passwords in statements are blotted out. What the server says of itself (checkpoints, start, autovacuum, ends of sessions) is counted, not loaded. A statement that was logged is not proof that it succeeded, unless pgaudit logged it. In the stderr form, lines whose prefix names no user give a use without an account. Abbreviations of zones that mean several offsets are rejected.
`,
  },
  {
    folder: 'policy-yaml',
    extract: policyYaml,
    text: null,
    yaml: `id: policy-yaml
version: 1
title: Access policies
formats: [yaml, json]
records: [policy, policies]
detect:
  keys: [name, version, effective_date]
targets:
  - table: policies
    of: policy
    key: [policy, version]
    columns:
      policy: { required: true }
      version: { required: true }
      effective_at: { required: true }
      owner: { as: email }
      approver: { as: email }
      description: {}
      approved_by: { as: email }
      approved_at: {}
      changed_by: { as: email }
      in_history: {}
      scope_valid: {}
      grants_in_file: {}
      digest: {}
  - table: policy_scopes
    of: scope
    key: [policy, version, attribute, value]
    columns:
      policy: {}
      version: {}
      attribute: { as: lower }
      value: {}
  - table: policy_grants
    of: grant
    key: [policy, version, system, resource, permission]
    columns:
      policy: {}
      version: {}
      clause_no: {}
      system: { required: true }
      resource: { required: true }
      permission: { required: true }
      justification: {}
  - table: policy_changes
    of: change
    key: [policy, version]
    columns:
      policy: {}
      version: {}
      changed_at: {}
      changed_by: { as: email }
      changes: {}
      approval: { as: email }
      approved_at: {}
`,
    readme: `# Access policies

## How to obtain it

Ask for every version of every access policy that was in force in the period, each as its own file, from the repository in which they are kept: \`policy:\` with name, version, effective_date, owner, approver, description, scope, grants and change_history.

## What is lost

Comments. Each file gives one version; versions that only appear in a change history are known by their entry, without their grants. A policy is one record: a broken clause rejects all of it, because half a policy would change its meaning.
`,
  },
  {
    folder: 'remediation-plan',
    extract: null,
    text: null,
    yaml: `id: remediation-plan
version: 1
title: Remediation plans
formats: [json]
records: [actions]
detect:
  keys: [plan_id, action_id]
targets:
  - table: remediation_actions
    key: [action_id]
    columns:
      plan_id: { required: true }
      action_id: { required: true }
      action: { required: true }
      cause: {}
      severity: {}
      holder: {}
      system: {}
      account_id: { as: text }
      resource: {}
      permission: {}
      new_permission: {}
      rule: {}
      sides: {}
      owner: { as: text }
      planned_at: { required: true }
      due_on: {}
      reason: {}
`,
    readme: `# Remediation plans

## How to obtain it

\`tickmark outbox <dir> plan\` writes it and imports it at once: the actions that were new in that plan. It is kept like any
source, so that their state can be told from later snapshots, also by somebody who does the work again.

Another engagement's record is refused in an internal one, unless it is named (\`--as remediation-plan\`); in an external one it is a
claim. Its receipt says so.

## What is lost

Nothing of an action. The state of an action is never part of it: it is computed from snapshots.
`,
  },
  {
    folder: 'reported-metrics',
    extract: null,
    text: null,
    yaml: `id: reported-metrics
version: 1
title: Figures that the client reports
formats: [json, yaml, csv, xlsx, ndjson]
records: ['', metrics]
detect:
  columns: [report, metric, value]
targets:
  - table: reported_metrics
    key: [report, metric, period]
    columns:
      report: { from: [report] }
      metric: { from: [metric, figure], required: true }
      period: { from: [period, date, as_of] }
      value: { from: [value], required: true }
      unit: { from: [unit] }
`,
    readme: `# Reported figures

## How to obtain it

Ask for the figures behind the client's compliance reports as JSON: a list of report, metric, period, value and unit.

## What is lost

Values are kept with six decimals.
`,
  },
  {
    folder: 'request-approvals',
    extract: null,
    text: null,
    yaml: `id: request-approvals
version: 1
title: Approvals of requests
formats: [csv, xlsx, json, ndjson]
records: ['', approvals]
detect:
  columns: [request_id, approver_email, decision]
targets:
  - table: approvals
    key: [request_id, level, approver_email]
    moment: decided_at
    columns:
      request_id: { from: [Request, Request ID, Ticket], required: true }
      level: { from: [Level, Step, Stage], values: { manager: '1', security: '2' } }
      approver_email: { from: [Approver, Approver Email, Approved By] }
      decided_at: { from: [Decided At, Decided, Approved At] }
      decision: { from: [Decision, Outcome, State], values: { approve: approved, granted: approved, reject: rejected, denied: rejected } }
      reason: { from: [Reason, Comment, Comments] }
`,
    readme: `# Approvals of requests

## How to obtain it

Export every decision on the requests of the period, one line a level.

## What is lost

Nothing.
`,
  },
  {
    folder: 'resource-catalogue',
    extract: null,
    text: null,
    yaml: `id: resource-catalogue
version: 1
title: Resources and permissions that can be granted
formats: [csv, xlsx, json, ndjson]
records: ['', resources, entitlements]
detect:
  columns: [resource, privileged]
  absent: [Account, User]
targets:
  - table: entitlements
    key: [system, resource, permission]
    columns:
      system: { from: [System, Application], required: true }
      resource: { from: [Resource, Entitlement, Resource Name], required: true }
      permission: { from: [Permission, Role, Access Level] }
      privileged: { from: [Privileged, Is Privileged, Admin] }
      sensitive: { from: [Sensitive, Is Sensitive] }
      owner_email: [Owner, Owner Email, Resource Owner]
      required_approver: { from: [Required Approver, Approver], as: email }
      data_class: [Data Class, Classification, Data Classification]
`,
    readme: `# Resources

## How to obtain it

Export the catalogue of resources of every system in scope with owner, required approver and classification; mark what is privileged or sensitive.

## What is lost

Nothing: every column of the expected form has its place. Others are named on the receipt as not used.
`,
  },
  {
    folder: 'review-answers',
    extract: null,
    text: null,
    yaml: `id: review-answers
version: 1
title: Decisions of reviewers
formats: [xlsx, csv, json, ndjson]
records: ['', answers]
detect:
  columns: [campaign_id, item_id, decision]
targets:
  - table: review_answers
    key: [campaign_id, item_id, reviewer_email]
    moment: decided_at
    columns:
      campaign_id: { from: [Campaign, Campaign ID], required: true }
      item_id: { from: [Item, Item ID], required: true }
      reviewer_email: { from: [Reviewer, Reviewer Email] }
      decided_at: { from: [Decided At, Decided, Answered At] }
      decision: { from: [Decision, Answer], values: { approved: approve, keep: approve, certify: approve, revoked: revoke, remove: revoke, reject: revoke, modified: modify, change: modify, not sure: unsure, unknown: unsure } }
      new_permission: { from: [New Permission] }
      comment: { from: [Comment, Comments, Note] }
      answers: { as: rest }
`,
    readme: `# Decisions of reviewers

## How to obtain it

Export the answers of the campaigns, one line an answer, with the moment of each decision. Answers to further questions as columns of their own.

## What is lost

Further columns (Q1, Q2 …) are kept together in \`answers\`, by header.
`,
  },
  {
    folder: 'review-campaigns',
    extract: null,
    text: null,
    yaml: `id: review-campaigns
version: 1
title: Access review campaigns and their items
formats: [json, yaml]
records: ['', campaigns]
detect:
  columns: [campaign_id, review_type]
  keys: [items]
targets:
  - table: review_campaigns
    key: [campaign_id]
    columns:
      campaign_id: { from: [campaign_id, id, review_id], required: true }
      review_type: { from: [review_type, type] }
      scope: { from: [scope] }
      status: { from: [status], as: lower }
      started_at: { from: [started_at, start] }
      due_at: { from: [due_at, due, deadline] }
      completed_at: { from: [completed_at, completed] }
  - table: review_items
    each: items
    key: [campaign_id, item_id]
    columns:
      campaign_id: { from: [^campaign_id, ^id, ^review_id], required: true }
      item_id: { from: [item_id, id], required: true }
      user_email: { from: [user, user_email] }
      system: { from: [system] }
      resource: { from: [resource] }
      permission: { from: [permission] }
      reviewer_email: { from: [reviewer, reviewer_email] }
      assigned_at: { from: [assigned_at, assigned] }
`,
    readme: `# Access review campaigns

## How to obtain it

Export the campaigns of the period with all their items, unanswered ones included, as JSON.

## What is lost

A campaign and its items are one record: if one item is broken, the campaign is rejected as a whole.
`,
  },
  {
    folder: 'review-reminders',
    extract: null,
    text: null,
    yaml: `id: review-reminders
version: 1
title: Reminders of review campaigns
formats: [csv, xlsx, json, ndjson]
records: ['', reminders]
detect:
  columns: [recipient_email, sent_at]
targets:
  - table: reminders
    moment: sent_at
    columns:
      campaign_id: { from: [Campaign, Campaign ID], required: true }
      recipient_email: { from: [Recipient, Recipient Email, To], required: true }
      sent_at: { from: [Sent At, Sent], required: true }
`,
    readme: `# Reminders

## How to obtain it

Export the reminders that the review tool sent in the period.

## What is lost

Nothing.
`,
  },
  {
    folder: 'review-request',
    extract: null,
    text: null,
    yaml: `id: review-request
version: 1
title: Review requests as they were sent out
formats: [json]
records: [rows]
also: [campaigns, items]
detect:
  keys: [request_id, workbook_id, row_sha256]
targets:
  - table: review_requests
    of: rows
    key: [workbook_id, row_no]
    columns:
      request_id: { required: true }
      workbook_id: { required: true }
      row_no: { required: true }
      campaign_id: { required: true }
      item_id: { required: true }
      reviewer_email: { required: true }
      requested_on: {}
      due_on: {}
      holder: {}
      holder_name: {}
      system: {}
      account_id: { as: text }
      resource: {}
      permission: {}
      standing: {}
      last_used: {}
      recommendation: {}
      row_sha256: { required: true }
  - table: review_campaigns
    # Lists that are empty where the campaign is the client's own: nothing in them can be required.
    of: campaigns
    key: [campaign_id]
    columns:
      campaign_id: {}
      review_type: {}
      scope: {}
      status: {}
      started_at: {}
      due_at: { as: day_end }
  - table: review_items
    of: items
    key: [campaign_id, item_id]
    columns:
      campaign_id: {}
      item_id: {}
      user_email: { as: text }
      system: {}
      resource: {}
      permission: {}
      reviewer_email: {}
      assigned_at: {}
`,
    readme: `# Review requests as they were sent out

## How to obtain it

\`tickmark outbox <dir> review\` writes it and imports it at once: what was put before whom, row by row, with the digest of
each row. Campaigns and items that were made from a snapshot are part of it. It is kept like any source, so that what comes
back can be held against it, also by somebody who does the work again.

Another engagement's record is refused in an internal one, unless it is named (\`--as review-request\`); in an external one it is a
claim. Its receipt says so.

## What is lost

The name of the sender and the members about the request as a whole stay in the source.
`,
  },
  {
    folder: 'review-return',
    extract: reviewReturn,
    text: null,
    yaml: `id: review-return
version: 1
title: Review workbooks that came back
formats: [xlsx]
records: [decisions]
also: [questions]
detect:
  keys: [cells]
  any: [[value], [fault]]
targets:
  - table: review_answers
    of: answer
    key: [campaign_id, item_id, reviewer_email]
    moment: decided_at
    columns:
      campaign_id: { required: true }
      item_id: { required: true }
      reviewer_email: {}
      decided_at: {}
      decision: {}
      new_permission: {}
      comment: {}
      answers: {}
  - table: review_checklists
    of: checklist
    key: [workbook_id, holder, system]
    moment: answered_at
    columns:
      workbook_id: { required: true }
      campaign_id: {}
      reviewer_email: {}
      answered_at: {}
      holder: {}
      system: {}
      needed: {}
      level: {}
      role_changed: {}
      dormant: {}
      owns_services: {}
      comment: {}
`,
    readme: `# Review workbooks that came back

## How to obtain it

Send workbooks out with \`tickmark outbox <dir> review\` and import what reviewers send back. The file must be the workbook
that was sent out: each row is held against the row as it went out, by its id. A corrected workbook takes the place of
the earlier one with \`--replace\`.

## What is lost

Rows that were not sent out, that differ from what was sent out, that are there twice, or that hold no decision or one
that was not offered are rejected, each with its code; rows that are missing are told in the notes. Where neither row nor
sign-off sheet says when it was decided, the moment counts at which the workbook was last saved. Sheets that were added are not read.
`,
  },
  {
    folder: 'role-changes',
    extract: null,
    text: null,
    yaml: `id: role-changes
version: 1
title: Changes of roles
formats: [csv, xlsx, ndjson, json]
records: ['', role_changes]
detect:
  columns: [old_role, new_role]
targets:
  - table: role_changes
    moment: changed_at
    columns:
      changed_at: { from: [changed_at, timestamp, time], required: true }
      user_email: { from: [user, user_email, account], required: true }
      system: { from: [system, application] }
      old_role: { from: [old_role, previous_role, from_role] }
      new_role: { from: [new_role, to_role], required: true }
      changed_by: { from: [changed_by, actor, performed_by], as: email }
      justification: { from: [justification, reason] }
      ticket: { from: [ticket, change, change_request] }
`,
    readme: `# Changes of roles

## How to obtain it

Export every change of an administrative or application role in the period with who made it and why.

## What is lost

Nothing.
`,
  },
  {
    folder: 'role-holders',
    extract: null,
    text: null,
    yaml: `id: role-holders
version: 1
title: Holders of approving roles
formats: [csv, xlsx, json, yaml]
records: ['', role_holders]
detect:
  columns: [role, email, held_from]
targets:
  - table: role_holders
    key: [role, email, held_from]
    columns:
      role: { from: [Role, Position], as: lower, required: true }
      email: { from: [Email, Holder], required: true }
      held_from: { from: [From, Held From, Start, Since] }
      held_until: { from: [Until, Held Until, End, To], none: [now, present, '-'] }
`,
    readme: `# Holders of approving roles

## How to obtain it

Ask who held each approving role (CISO, CTO …) from when until when.

## What is lost

Until is the first moment at which the person no longer held the role.
`,
  },
  {
    folder: 'rotation-steps',
    extract: null,
    text: null,
    yaml: `id: rotation-steps
version: 1
title: Steps taken after a credential was compromised
formats: [csv, xlsx, json, ndjson]
records: ['', steps]
detect:
  columns: [incident_id, step]
targets:
  - table: rotation_steps
    moment: done_at
    columns:
      incident_id: { from: [Incident, Incident ID], required: true }
      account: { from: [Account, User, Username], as: account, required: true }
      step: { from: [Step, Action], as: lower, required: true }
      done_at: { from: [Done At, Done, Completed At] }
`,
    readme: `# Rotation steps

## How to obtain it

Ask for the log of steps taken for each compromised credential, with times.

## What is lost

A step without a time stays: it is listed, but not proven to be done.
`,
  },
  {
    folder: 'salesforce-permission-sets',
    extract: salesforcePermissionSets,
    text: null,
    yaml: `id: salesforce-permission-sets
version: 1
title: Salesforce permission set assignments
formats: [csv, xlsx, json, ndjson]
records: [records, result.records, '']
detect:
  any:
    - [Assignee.Username, PermissionSet.Name]
    - [Assignee.Username, PermissionSet.Label]
    - [Assignee, PermissionSet]
    - [AssigneeId, PermissionSetId]
targets:
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { constant: salesforce }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
  - table: entitlements
    of: permission
    key: [system, resource, permission]
    columns:
      system: { constant: salesforce }
      resource: {}
      permission: {}
      privileged: {}
`,
    readme: `# Salesforce permission set assignments

## How to obtain it

A query over the interface or in the developer console, as CSV or JSON: \`SELECT Id, AssigneeId, Assignee.Username, Assignee.IsActive, PermissionSet.Name, PermissionSet.Label, PermissionSet.IsOwnedByProfile, PermissionSet.Profile.Name, PermissionSet.PermissionsModifyAllData, PermissionSet.PermissionsManageUsers, PermissionSetGroup.DeveloperName, ExpirationDate, SystemModstamp FROM PermissionSetAssignment\`. Profiles are in it: each has a permission set of its own.

## What is lost

The permission is the permission set's name, or \`profile:\` and the profile's. It is privileged if it is the profile System Administrator or carries Modify All Data, View All Data, Manage Users, Author Apex or Customize Application, as far as the query asks for these. Object and field permissions inside a set are another query. Without \`Assignee.Username\` the account is the Salesforce id. The export does not state its date.
`,
  },
  {
    folder: 'sap-role-assignments',
    extract: sapRoleAssignments,
    text: null,
    yaml: `id: sap-role-assignments
version: 1
title: SAP role assignments (AGR_USERS)
formats: [csv, xlsx]
detect:
  keys: [AGR_NAME, UNAME]
targets:
  - table: grants
    of: grant
    key: [system, account_id, resource, permission, granted_at]
    columns:
      as_of: { as: taken }
      system: [{ from: [system, SID, sap system] }, { as: chain }]
      account_id: { required: true }
      resource: { required: true }
      permission: { constant: role }
      via: {}
      granted_at: {}
      expires_at: { as: day_end }
      details: {}
`,
    readme: `# SAP role assignments (AGR_USERS)

## How to obtain it

Transaction SE16, table AGR_USERS, all columns, no limit of hits, one client; save the list as a local file. Name the file after system and client (\`P01-100.csv\`): it becomes the system, unless there is a column \`System\`. Excel, CSV and the unconverted list (\`|\` and dashes) are read alike.

## What is lost

Assignments through a composite role (\`COL_FLAG\`) or an organisational unit (\`ORG_FLAG\`) are marked in \`via\`; which one it was is not in the table. \`EXCLUDE\` marks stand in the details. 31.12.9999 as the end means no end. Client and time of change are not stored.
`,
  },
  {
    folder: 'sap-role-authorizations',
    extract: sapRoleAuthorizations,
    text: null,
    yaml: `id: sap-role-authorizations
version: 1
title: SAP authorizations of roles (AGR_1251)
formats: [csv, xlsx]
detect:
  keys: [AGR_NAME, OBJECT, FIELD, LOW]
targets:
  - table: entitlements
    of: value
    key: [system, resource, permission]
    columns:
      system: [{ from: [system, SID, sap system] }, { as: chain }]
      resource: { required: true }
      permission: { required: true }
      privileged: {}
`,
    readme: `# SAP authorizations of roles (AGR_1251)

## How to obtain it

Transaction SE16, table AGR_1251, for the roles in scope, no limit of hits; save the list as a local file. Name the file after system and client (\`P01-100.csv\`): it becomes the system, unless there is a column \`System\`. Excel, CSV and the unconverted list (\`|\` and dashes) are read alike.

## What is lost

Each line becomes what a role permits: object, field and value or range. Lines marked as deleted are read and give no row. Marked as privileged are full values (\`*\`) of objects that lead to power over users, programs, tables or the system (S_USER_*, S_DEVELOP, S_TABU_DIS, S_TABU_NAM, S_ADMI_FCD, S_RFC, S_TCODE, S_PROGRAM, S_BTCH_ADM, S_CTS_ADMI). Which values belong to one authorization (\`AUTH\`) is not kept.
`,
  },
  {
    folder: 'sap-users',
    extract: sapUsers,
    text: null,
    yaml: `id: sap-users
version: 1
title: SAP users (USR02, RSUSR reports)
formats: [csv, xlsx]
detect:
  any:
    - [BNAME, USTYP]
    - [BNAME, UFLAG]
    - [User Name, User Type, User Group]
    - [User, User Type, User Group]
    - [User Name, User Type, Last Logon]
    - [User, User Type, Last Logon]
    - [User Name, User Type, Last Logon Date]
    - [User, User Type, Last Logon Date]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: [{ from: [system, SID, sap system] }, { as: chain }]
      account_id: { required: true }
      display_name: {}
      kind: {}
      status: {}
      created_at: {}
      last_login_at: {}
      details: {}
  - table: credentials
    of: password
    key: [system, account_id, kind]
    columns:
      system: [{ from: [system, SID, sap system] }, { as: chain }]
      account_id: { required: true }
      kind: { constant: password }
      status: {}
      last_rotated_at: {}
`,
    readme: `# SAP users (USR02, RSUSR reports)

## How to obtain it

Transaction SE16, table USR02, all columns but the hashes (BCODE, PASSCODE, PWDSALTEDHASH), one client; or the reports RSUSR200 and RSUSR002 saved as a spreadsheet. Name the file after system and client (\`P01-100.csv\`): it becomes the system, unless there is a column \`System\`. Excel, CSV and the unconverted list (\`|\` and dashes) are read alike.

## What is lost

Locked (UFLAG 32, 64, 128 and their sums, or a word in the report's column) or outside its validity at no fixed date: a lock makes the account disabled; the validity stands in the details, because it depends on the day. Dialog users are people, all other types service accounts; SAP*, DDIC, EARLYWATCH and TMSADM are shared. Rights are in AGR_USERS and AGR_1251, not here. Hashes are not stored. Times of log-in are taken in the engagement's zone.
`,
  },
  {
    folder: 'service-accounts-json',
    extract: null,
    text: null,
    yaml: `id: service-accounts-json
version: 1
title: Service accounts and their credentials
formats: [json, ndjson, csv, xlsx, yaml]
records: ['', service_accounts]
detect:
  columns: [account_id, rotation_days]
targets:
  - table: service_accounts
    key: [system, account_id]
    columns:
      system: { from: [system, application] }
      account_id: { from: [account_id, account, id], as: account, required: true }
      name: { from: [name, display_name] }
      credential_type: { from: [type, credential_type] }
      owner_email: { from: [owner_email, owner] }
      status: { from: [status], values: { active: enabled, inactive: disabled, suspended: disabled } }
      created_at: { from: [created_at, created] }
      last_used_at: { from: [last_used_at, last_used], none: [never, n/a, '-'] }
      rotation_days: { from: [rotation_policy_days, rotation_days, rotation_policy], none: [none, n/a, '-'] }
      last_rotated_at: { from: [last_rotated_at, last_rotated, last_rotation], none: [never, n/a, '-'] }
      permissions: { from: [permissions, scopes] }
`,
    readme: `# Service accounts

## How to obtain it

Export the register of service accounts with owner, last use, rotation policy and last rotation; one entry a credential.

## What is lost

Nothing of the expected form. An empty owner stays empty and is a finding.
`,
  },
  {
    folder: 'servicenow-approvals',
    extract: servicenowApprovals,
    text: null,
    yaml: `id: servicenow-approvals
version: 1
title: ServiceNow approvals (sysapproval_approver)
formats: [csv, xlsx, json]
records: [records, result, '']
detect:
  keys: [approver, state]
  any:
    - [sysapproval]
    - [document_id, source_table]
targets:
  - table: approvals
    of: approval
    key: [request_id, approver_email]
    moment: decided_at
    columns:
      request_id: { required: true }
      approver_email: { required: true }
      decided_at: {}
      decision: {}
      reason: {}
`,
    readme: `# ServiceNow approvals (sysapproval_approver)

## How to obtain it

In the list view of the table: add the columns, filter by the period, export as CSV or JSON; or the REST API: \`/api/now/table/TABLE?sysparm_display_value=true&sysparm_query=opened_at>=2024-07-01\`. Columns of sysapproval_approver: sysapproval, approver, \`approver.email\`, state, sys_updated_on, comments.

## What is lost

When a decision was made is not stored by the product: the last change of the line stands for it, and a later comment moves it. The level of an approval is not in the table.
`,
  },
  {
    folder: 'servicenow-incidents',
    extract: servicenowIncidents,
    text: null,
    yaml: `id: servicenow-incidents
version: 1
title: ServiceNow incidents
formats: [csv, xlsx, json]
records: [records, result, '']
detect:
  keys: [number, short_description]
  any:
    - [caller_id, opened_by, requested_by]
    - [caller_id, opened_by]
    - [caller_id]
    - [incident_state, opened_by]
    - [incident_state]
    - [impact, urgency, opened_by]
    - [impact, urgency]
    - [priority, severity]
  absent: [requested_for, cat_item]
targets:
  - table: external_findings
    of: incident
    key: [tool, finding_id]
    moment: found_at
    columns:
      tool: { constant: ServiceNow }
      finding_id: { required: true }
      resource: {}
      principal: {}
      title: {}
      severity: {}
      status: {}
      found_at: {}
      details: {}
`,
    readme: `# ServiceNow incidents

## How to obtain it

In the list view of the table: add the columns, filter by the period, export as CSV or JSON; or the REST API: \`/api/now/table/TABLE?sysparm_display_value=true&sysparm_query=opened_at>=2024-07-01\`. Columns: number, short_description, caller_id, cmdb_ci, category, priority, state, opened_at, resolved_at, closed_at, assignment_group; filter on the categories of security and access.

## What is lost

Every incident becomes a finding of another tool, whatever it is about: narrow the export, or the findings by their category in the details. Work notes and attachments are not part of an export.
`,
  },
  {
    folder: 'servicenow-requests',
    extract: servicenowRequests,
    text: null,
    yaml: `id: servicenow-requests
version: 1
title: ServiceNow requests (sc_request, sc_req_item)
formats: [csv, xlsx, json]
records: [records, result, '']
detect:
  keys: [number, short_description]
  any:
    - [requested_for, opened_by, requested_by]
    - [requested_for, opened_by]
    - [requested_for, requested_by]
    - [requested_for]
    - [cat_item, opened_by]
    - [cat_item]
  absent: [caller_id, incident_state]
targets:
  - table: access_requests
    of: request
    key: [request_id]
    moment: requested_at
    columns:
      request_id: { required: true }
      requester_email: {}
      user_email: {}
      system: {}
      resource: {}
      permission: {}
      justification: {}
      status: {}
      requested_at: {}
      granted_at: {}
`,
    readme: `# ServiceNow requests (sc_request, sc_req_item)

## How to obtain it

In the list view of the table: add the columns, filter by the period, export as CSV or JSON; or the REST API: \`/api/now/table/TABLE?sysparm_display_value=true&sysparm_query=opened_at>=2024-07-01\`. Columns: number, opened_by, requested_for, cat_item, short_description, approval, state, opened_at, closed_at, and as dotted columns \`requested_for.email\`, \`opened_by.email\`, because names alone lead to no person.

## What is lost

The approval decides the status, else the state. A closed item counts as granted when it was closed. Answers to the questions of a catalogue item (variables) are part of the export only if they were added as columns. Times are in the zone of the user who exported: they are taken in the engagement's zone. Whose approval it was is in the table of approvals.
`,
  },
  {
    folder: 'slack-members',
    extract: slackMembers,
    text: null,
    yaml: `id: slack-members
version: 1
title: Members of a Slack workspace
formats: [csv, xlsx]
detect:
  any:
    - [username, email, status, userid]
    - [username, status, billing-active, userid]
    - [username, status, has-2fa]
targets:
  - table: accounts
    of: account
    key: [system, account_id]
    columns:
      system: { constant: slack }
      account_id: { as: account, required: true }
      email: {}
      employee_id: {}
      display_name: {}
      kind: {}
      status: {}
      is_admin: {}
      mfa_enabled: {}
      created_at: {}
      last_login_at: {}
      disabled_at: {}
      details: { as: json }
  - table: grants
    of: grant
    key: [as_of, system, account_id, resource, permission, via]
    columns:
      as_of: { as: taken }
      system: { constant: slack }
      account_id: { as: account, required: true }
      resource: { required: true }
      permission: { required: true }
      via: {}
      granted_at: {}
      granted_by: {}
      expires_at: {}
      details: { as: json }
`,
    readme: `# Members of a Slack workspace

## How to obtain it

Workspace settings > Manage members > Export member list: a CSV with \`username, email, status, billing-active, has-2fa, has-sso, userid, fullname, displayname, expiration-timestamp\`.

Headers: as written by the export in programs that read it; Slack's Help Center describes the export, not its columns.

## What is lost

Slack writes role and state into one column: \`Deactivated\` is disabled without a role, everything else enabled with that role. Owners and administrators are privileged. Neither creation nor last activity is in the list. Who signs in by SSO is in the details: their second factor is the identity provider's. The export does not state its date.
`,
  },
  {
    folder: 'sod-mitigations',
    extract: null,
    text: null,
    yaml: `id: sod-mitigations
version: 1
title: Mitigating controls and accepted conflicts
formats: [csv, xlsx, json, ndjson]
records: ['', mitigations]
detect:
  columns: [rule, control]
targets:
  - table: sod_mitigations
    key: [rule, user_email]
    columns:
      rule: { from: [Rule, SoD Rule, Policy], required: true }
      user_email: { from: [User, User Email], none: [everyone, all, '*'] }
      control: { from: [Control, Mitigating Control, Mitigation] }
      accepted_by: { from: [Accepted By, Approved By], as: email }
      valid_from: { from: [Valid From, From, Start] }
      valid_until: { from: [Valid Until, Until, End, Expires At], none: [never, '-'] }
`,
    readme: `# Mitigating controls

## How to obtain it

Ask for the register of accepted segregation-of-duties conflicts with control, acceptance and validity.

## What is lost

Valid Until is the first moment at which the acceptance no longer holds.
`,
  },
  {
    folder: 'sod-rules',
    extract: sodRules,
    text: null,
    yaml: `id: sod-rules
version: 1
title: Segregation-of-duties rules
formats: [yaml, json]
records: [sod_policies, sod_rules]
detect:
  keys: [name]
targets:
  - table: sod_rules
    of: rule
    key: [rule]
    columns:
      rule: { required: true }
      kind: { required: true }
      items: {}
      required_approvers: {}
      enforcement: { as: lower }
      severity: { as: lower }
`,
    readme: `# Segregation-of-duties rules

## How to obtain it

Ask for the rules as they are enforced: a YAML or JSON file with the list \`sod_policies\`, each rule with \`conflicting_roles\`, \`conflicting_resources\` or \`critical_actions\`.

## What is lost

A rule that states none of the three, or more than one, is rejected: it could not be tested.
`,
  },
  {
    folder: 'vendors-xlsx',
    extract: null,
    text: null,
    yaml: `id: vendors-xlsx
version: 1
title: Third parties with access
formats: [xlsx, csv, json]
records: ['', vendors]
detect:
  columns: [vendor, contract_end]
targets:
  - table: vendors
    key: [vendor]
    columns:
      vendor: { from: [Vendor, Vendor Name, Third Party, Supplier], required: true }
      access_type: { from: [Access Type, Access] }
      permissions: { from: [Permissions, Permission] }
      data_accessed: { from: [Data Accessed, Data] }
      contract_start: { from: [Contract Start, Start Date], none: [n/a, '-'] }
      contract_end: { from: [Contract End, End Date, Contract Expiry], none: [open, none, n/a, '-'] }
      last_access_at: { from: [Last Access, Last Access At], none: [never, n/a, '-'] }
      access_frequency: { from: [Access Frequency, Frequency] }
      dpa_signed: { from: [DPA Signed, DPA, Data Processing Agreement], none: [n/a, '-'] }
      security_review_at: { from: [Security Review, Last Security Review, Security Review At], none: [never, none, n/a, '-'] }
      owner_email: { from: [Owner, Owner Email, Contract Owner] }
      account_ids: { from: [Accounts, Account IDs, Account] }
`,
    readme: `# Third parties with access

## How to obtain it

Export the register of vendors with their contracts, as a workbook with one header row or as CSV. Dates as real dates.

## What is lost

Formulas in a workbook are not computed: the values saved with them are taken, and the receipt says how many there were. Colours, comments and hidden rows carry no data here.
`,
  },
];
