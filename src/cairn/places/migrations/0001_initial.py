import cairn.places.models.organisations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('council', 'Council'), ('charity', 'Charity or voluntary organisation'), ('health', 'Health organisation'), ('justice', 'Court or police'), ('university', 'University or research organisation'), ('government', 'Government or regulator'), ('other', 'Other')], max_length=12)),
                ('is_fictional', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reader', 'Reader'), ('member', 'Member'), ('coordinator', 'Coordinator')], default='reader', max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'waiting to be let in'), ('active', 'member')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='places.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('reader', 'Reader'), ('member', 'Member'), ('coordinator', 'Coordinator')], max_length=20)),
                ('key', models.CharField(default=cairn.places.models.organisations.new_invitation_key, editable=False, max_length=40, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='places.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('purpose', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circles', to='places.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='OrganisationDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=100, unique=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='places.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('council', 'Council'), ('region', 'Region'), ('country', 'Country')], max_length=10)),
                ('code', models.CharField(max_length=9, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('opened_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('is_fictional', models.BooleanField(default=False)),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='places_within', to='places.place')),
            ],
        ),
        migrations.AddField(
            model_name='organisation',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='places.place'),
        ),
        migrations.CreateModel(
            name='PlaceAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(db_index=True, max_length=100)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='PlaceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('kind', models.CharField(choices=[('split', 'Split'), ('merge', 'Merge'), ('replaced', 'Replaced')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes_after', to='places.place')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes_before', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='PlaceCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=9, unique=True)),
                ('first_used_on', models.DateField(blank=True, null=True)),
                ('last_used_on', models.DateField(blank=True, null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gss_codes', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='PlacePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('text', models.CharField(db_index=True, max_length=100)),
                ('source', models.CharField(max_length=64)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='places.place')),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('slug', models.SlugField(max_length=60)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='places.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='TeamMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_memberships', to='places.membership')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='places.team')),
            ],
        ),
        migrations.CreateModel(
            name='CircleMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField()),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='places.circle')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='circle_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circle', 'user'), name='circle_membership_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'organisation'), name='membership_once_per_organisation'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_at', None), ('state', 'waiting')), models.Q(('joined_at__isnull', False), ('state', 'active')), _connector='OR'), name='membership_active_since_a_day'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None)), name='one_open_invitation_per_address'),
        ),
        migrations.AddConstraint(
            model_name='organisationdomain',
            constraint=models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain')), models.Q(('domain__contains', '@'), _negated=True)), name='organisation_domain_in_small_letters'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('opened_on', None), ('closed_on', None), ('closed_on__gt', models.F('opened_on')), _connector='OR'), name='place_closed_after_opened'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__startswith', 'F'), ('is_fictional', True)), models.Q(('is_fictional', False), models.Q(('code__startswith', 'F'), _negated=True)), _connector='OR'), name='place_fictional_code_starts_with_f'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'council')), fields=('place',), name='one_council_organisation_per_place'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='organisation_name_unique_in_any_case'),
        ),
        migrations.AddConstraint(
            model_name='placealias',
            constraint=models.UniqueConstraint(fields=('place', 'text'), name='place_alias_once_per_place'),
        ),
        migrations.AddConstraint(
            model_name='placechange',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor'), name='place_change_once'),
        ),
        migrations.AddConstraint(
            model_name='placechange',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='place_change_between_two'),
        ),
        migrations.AddConstraint(
            model_name='placepart',
            constraint=models.UniqueConstraint(fields=('place', 'text', 'source'), name='place_part_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(fields=('organisation', 'slug'), name='team_slug_once_per_organisation'),
        ),
        migrations.AddConstraint(
            model_name='teammembership',
            constraint=models.UniqueConstraint(fields=('team', 'membership'), name='team_membership_once'),
        ),
    ]
