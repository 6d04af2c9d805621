"""Addresses of the workspace."""

from django.urls import path

from generations.web import compose_views, job_views, media, picture_views, workspace

urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("lists/", workspace.lists, name="lists"),
    path("gallery/", workspace.gallery_page, name="gallery_page"),
    path("composer/params/", compose_views.params, name="params"),
    path("composer/estimate/", compose_views.estimate, name="estimate"),
    path("composer/draft/", compose_views.draft, name="draft"),
    path("models/star/", compose_views.star_model, name="star_model"),
    path("jobs/", compose_views.submit_job, name="submit_job"),
    path("jobs/<uuid:uid>/", job_views.job_card, name="job_card"),
    path("jobs/<uuid:uid>/cancel/", job_views.cancel, name="cancel_job"),
    path("jobs/<uuid:uid>/retry/", job_views.retry, name="retry_job"),
    path("jobs/<uuid:uid>/again/", job_views.again, name="again_job"),
    path("jobs/<uuid:uid>/dismiss/", job_views.dismiss, name="dismiss_job"),
    path("jobs/<uuid:uid>/remix/", job_views.remix, name="remix_job"),
    path("jobs/<uuid:uid>/preview/<int:number>", media.preview, name="preview"),
    path("pictures/<uuid:uid>/", picture_views.picture, name="picture"),
    path("pictures/<uuid:uid>/trash/", picture_views.trash, name="trash_picture"),
    path("pictures/<uuid:uid>/restore/", picture_views.restore, name="restore_picture"),
    path("pictures/<uuid:uid>/visibility/", picture_views.visibility, name="visibility"),
    path("pictures/<uuid:uid>/original", media.original, name="original"),
    path("pictures/<uuid:uid>/download", media.download, name="download"),
    path("pictures/<uuid:uid>/thumb/<str:size>", media.thumb, name="thumb"),
    path("trash/", picture_views.trashed, name="trash"),
]
