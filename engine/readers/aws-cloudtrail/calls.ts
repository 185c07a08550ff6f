import type { JsonObject } from '#engine/intake/kit.ts';
import { textAt } from '#engine/intake/pick.ts';

/** What a call that changes access or its record means, by service and name. Names are those of the service's API. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  access_granted: {
    iam: 'AttachUserPolicy AttachGroupPolicy AttachRolePolicy PutUserPolicy PutGroupPolicy PutRolePolicy AddUserToGroup AddRoleToInstanceProfile',
    sso: 'CreateAccountAssignment AttachManagedPolicyToPermissionSet PutInlinePolicyToPermissionSet',
    'sso-directory': 'AddMemberToGroup',
    identitystore: 'CreateGroupMembership',
    kms: 'CreateGrant',
    lambda: 'AddPermission20150331v2 AddPermission20150331 AddPermission',
    ec2: 'ModifyImageAttribute ModifySnapshotAttribute AuthorizeSecurityGroupIngress',
    rds: 'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute',
  },
  access_revoked: {
    iam: 'DetachUserPolicy DetachGroupPolicy DetachRolePolicy DeleteUserPolicy DeleteGroupPolicy DeleteRolePolicy RemoveUserFromGroup RemoveRoleFromInstanceProfile',
    sso: 'DeleteAccountAssignment DetachManagedPolicyFromPermissionSet DeleteInlinePolicyFromPermissionSet',
    'sso-directory': 'RemoveMemberFromGroup',
    identitystore: 'DeleteGroupMembership',
    kms: 'RevokeGrant RetireGrant',
    lambda: 'RemovePermission20150331v2 RemovePermission20150331 RemovePermission',
    ec2: 'RevokeSecurityGroupIngress',
  },
  policy_updated: {
    iam: 'CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion UpdateAssumeRolePolicy PutUserPermissionsBoundary PutRolePermissionsBoundary DeleteUserPermissionsBoundary DeleteRolePermissionsBoundary UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy',
    s3: 'PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutObjectAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock',
    kms: 'PutKeyPolicy',
    organizations:
      'CreatePolicy UpdatePolicy DeletePolicy AttachPolicy DetachPolicy LeaveOrganization RemoveAccountFromOrganization',
    secretsmanager: 'PutResourcePolicy DeleteResourcePolicy',
    rolesanywhere: 'CreateTrustAnchor UpdateTrustAnchor CreateProfile UpdateProfile EnableTrustAnchor',
  },
  account_created: {
    iam: 'CreateUser CreateRole CreateGroup',
    'sso-directory': 'CreateUser',
    identitystore: 'CreateUser',
  },
  account_deleted: {
    iam: 'DeleteUser DeleteRole DeleteGroup',
    'sso-directory': 'DeleteUser',
    identitystore: 'DeleteUser',
  },
  account_disabled: { 'sso-directory': 'DisableUser' },
  credential_created: {
    iam: 'CreateAccessKey CreateLoginProfile UploadSSHPublicKey UploadSigningCertificate CreateServiceSpecificCredential CreateVirtualMFADevice',
  },
  credential_changed: {
    iam: 'UpdateLoginProfile UpdateAccessKey ChangePassword UpdateSSHPublicKey UpdateSigningCertificate ResetServiceSpecificCredential',
  },
  credential_deleted: {
    iam: 'DeleteLoginProfile DeleteAccessKey DeleteSSHPublicKey DeleteSigningCertificate DeleteServiceSpecificCredential',
  },
  mfa_enabled: { iam: 'EnableMFADevice' },
  mfa_disabled: { iam: 'DeactivateMFADevice DeleteVirtualMFADevice' },
  logging_changed: {
    cloudtrail:
      'StopLogging StartLogging DeleteTrail UpdateTrail CreateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore UpdateEventDataStore',
    ec2: 'DeleteFlowLogs CreateFlowLogs',
    logs: 'DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy',
    route53resolver: 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig',
    config: 'StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel',
    guardduty: 'DeleteDetector UpdateDetector',
    s3: 'PutBucketLogging PutObjectLockConfiguration PutBucketVersioning',
  },
};

const byCall = new Map<string, string>(
  Object.entries(MEANINGS).flatMap(([meaning, services]) =>
    Object.entries(services).flatMap(([service, names]) =>
      names.split(' ').map((name) => [`${service}:${name}`, meaning] as const),
    ),
  ),
);

/** Type of audit event of a call (`iam:AttachUserPolicy`); null = the call changes neither access nor its record. */
export function meaningOf(call: string): string | null {
  return byCall.get(call) ?? null;
}

/** What a call was about, by its parameters: the account first, then what is given to it. */
export function subjectOf(parameters: JsonObject): string | null {
  const role = textAt(parameters, 'roleName');
  return (
    textAt(parameters, 'userName') ?? (role === null ? textAt(parameters, 'principalId') : `role/${role}`)
  );
}

export function permissionOf(parameters: JsonObject): string | null {
  return textAt(parameters, 'policyArn', 'policyName', 'permissionSetArn', 'groupName');
}

/** A person's role before and after a call that gives or takes one. */
export function roleChange(
  call: string,
  parameters: JsonObject,
): { old_role: string | null; new_role: string | null } | null {
  if (textAt(parameters, 'userName') === null) return null;
  const role = permissionOf(parameters);
  if (/^iam:(?:AddUserToGroup|AttachUserPolicy|PutUserPolicy)$/.test(call))
    return { old_role: null, new_role: role };
  if (/^iam:(?:RemoveUserFromGroup|DetachUserPolicy|DeleteUserPolicy)$/.test(call))
    return { old_role: role, new_role: null };
  return null;
}
